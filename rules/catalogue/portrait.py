"""A plan in words and numbers, as a claims person reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from rules.catalogue.benefits import BenefitTerms, Part
from rules.catalogue.plan import PlanVersion
from rules.catalogue.preauthorization import Trigger, amount_on
from rules.catalogue.statements import Statement, heading, listed, money, number, rate, said, tiers
from rules.catalogue.values import Dated, Words
from rules.catalogue.words import (
    CHANNELS,
    DEPARTMENTS,
    HOSPITALS,
    HOTLINES,
    NOT_STATED,
    PURCHASES,
    SERVICE_TIMES,
    SITUATIONS,
    both,
)
from rules.item_words import ITEMS
from rules.items import ItemCode
from rules.money import spoken_yuan

WAITING = both("等待期", "waiting")
AUTHORIZATION = both("事先授权", "prior authorization")
SERVICES = both("服务", "services")


def portrait(plan: PlanVersion, on: date) -> Iterator[Statement]:
    """Every statement of the plan that matters to members on a day, in the order of reading."""
    for name, terms in plan.benefits.items():
        yield from _costs(plan, name, terms, on)
        yield from _exclusions(plan, name, terms, on)
        yield from _places(name, terms, on)
    yield from _waiting(plan, on)
    yield from _authorization(plan, on)
    yield from _services(plan, on)


def _costs(plan: PlanVersion, name: str, terms: BenefitTerms, on: date) -> Iterator[Statement]:
    title = terms.name
    limit = plan.limits[terms.limit]
    yield money(f"{name}/limit", heading(title, "保额", "limit"), limit, on, True)
    if terms.deductible:
        deductible = plan.deductibles[terms.deductible]
        subject = heading(title, "年度免赔额", "annual deductible")
        yield money(f"{name}/deductible", subject, deductible, on, False)
    yield from _member_share(name, terms, on)
    if terms.copay:
        yield money(f"{name}/copay", heading(title, "每次自付额", "copay a visit"), terms.copay, on, False)
    if terms.coinsurance:
        subject = heading(title, "自付比例", "coinsurance")
        yield rate(f"{name}/coinsurance", subject, terms.coinsurance, on)
    for part_name, part in (terms.parts or {}).items():
        yield from _part(f"{name}/{part_name}", title, part, on)


def _member_share(name: str, terms: BenefitTerms, on: date) -> Iterator[Statement]:
    title = terms.name
    if terms.tiers:
        yield tiers(f"{name}/tiers", heading(title, "每次自付", "member's share"), terms.tiers, on)
    for override in terms.hospital_overrides:
        subject = heading(title, f"{override.group}每次自付", f"member's share at {override.group}")
        if override.tiers:
            yield tiers(f"{name}/tiers/{override.group}", subject, override.tiers, on)
        else:
            person = both("由人工核定", "a person decides")
            yield said(f"{name}/override/{override.group}", subject, person, override.source)


def _part(key: str, title: Words, part: Part, on: date) -> Iterator[Statement]:
    zh, en = part.name.zh, part.name.en
    yield rate(
        f"{key}/coinsurance", heading(title, f"{zh}自付比例", f"{en}, coinsurance"), part.coinsurance, on
    )
    if part.max_count:
        subject = heading(title, f"{zh}每年最多次数", f"{en}, most times a year")
        yield number(f"{key}/count", subject, part.max_count, on, True)
    items = part.items.on(on)
    subject = heading(title, f"{zh}保障项目", f"{en}, covered items")
    yield said(
        f"{key}/items", subject, _named(items.value or () if items else ()), items.source if items else ()
    )


def _named(items: Iterable[ItemCode]) -> Words:
    words = [ITEMS[item] for item in items]
    return both("、".join(each.zh for each in words) or "-", ", ".join(each.en for each in words) or "-")


def _exclusions(plan: PlanVersion, name: str, terms: BenefitTerms, on: date) -> Iterator[Statement]:
    stated = terms.exclusions.on(on) if terms.exclusions else None
    if stated is None:
        return
    subject = heading(terms.name, "不承担", "not covered")
    if stated.value is None:
        yield said(f"{name}/exclusions", subject, NOT_STATED, stated.source)
    for exclusion in stated.value or ():
        words = plan.exclusions[exclusion].name
        yield said(f"{name}/exclusions/{exclusion}", subject, words, stated.source)


def _places(name: str, terms: BenefitTerms, on: date) -> Iterator[Statement]:
    title, public = terms.name, terms.public
    for hospital, words in HOSPITALS.items():
        dated: Dated[Any] = getattr(terms.channels, hospital)
        yield listed(f"{name}/{hospital}", heading(title, words.zh, words.en), dated, CHANNELS, on)
    if public and public.min_grade:
        subject = heading(title, "公立医院最低等级", "lowest grade of a public hospital")
        yield number(f"{name}/min_grade", subject, public.min_grade, on, False)
    if public and public.departments:
        subject = heading(title, "公立医院科室", "departments of public hospitals")
        yield listed(f"{name}/departments", subject, public.departments, DEPARTMENTS, on)
    if terms.brand_lock:
        value = both("首次就诊后锁定品牌", "kept to the brand of the first visit")
        subject = heading(title, "诊所品牌", "clinic brand")
        yield said(f"{name}/brand_lock", subject, value, terms.brand_lock.source)


def _waiting(plan: PlanVersion, on: date) -> Iterator[Statement]:
    waiting = plan.waiting
    if waiting is None:
        return
    applies = heading(WAITING, "适用", "applies to")
    yield listed("waiting/applies_to", applies, waiting.applies_to, PURCHASES, on)
    for account, days in waiting.days.items():
        name = plan.benefits[account].name if account in plan.benefits else both(account, account)
        subject = heading(WAITING, f"{name.zh}（天）", f"{name.en}, days")
        yield number(f"waiting/{account}", subject, days, on, False)
    if waiting.inpatient_review_days:
        subject = heading(WAITING, "疾病住院须人工审核（天）", "disease admissions go to a person, days")
        yield number("waiting/review", subject, waiting.inpatient_review_days, on, False)
    if waiting.surgery:
        names = waiting.surgery.conditions
        zh, en = "、".join(c.name.zh for c in names), ", ".join(c.name.en for c in names)
        subject = heading(WAITING, f"{zh}手术（天）", f"surgery of {en}, days")
        yield number("waiting/surgery", subject, waiting.surgery.days, on, False)


def _authorization(plan: PlanVersion, on: date) -> Iterator[Statement]:
    terms = plan.preauthorization
    if terms is None:
        return
    lead = heading(AUTHORIZATION, "提前申请（工作日）", "ask before care, working days")
    yield number("preauthorization/lead", lead, terms.lead_working_days, on, False)
    share = heading(AUTHORIZATION, "未获授权额外自付", "additional share without it")
    yield rate("preauthorization/share", share, terms.extra_member_share, on)
    for trigger in terms.triggers:
        for situation in trigger.when:
            key = f"preauthorization/{trigger.id}/{situation}"
            yield _trigger(trigger, SITUATIONS[situation], key, on)


def _trigger(trigger: Trigger, care: Words, key: str, on: date) -> Statement:
    above, least = amount_on(trigger.above, on), amount_on(trigger.require_from, on)
    zh, en, amount = care.zh, care.en, above if above is not None else least
    if above is not None:
        zh, en = f"{zh}超过 {spoken_yuan(above)} 元", f"{en} above {spoken_yuan(above)}"
    elif least is not None:
        zh, en = f"{zh} {spoken_yuan(least)} 元以上", f"{en} of {spoken_yuan(least)} or more"
    needed = said(key, heading(AUTHORIZATION, "须事先授权", "needed for"), both(zh, en), trigger.source)
    return needed if amount is None else replace(needed, amount=Decimal(amount), more_is_better=True)


def _services(plan: PlanVersion, on: date) -> Iterator[Statement]:
    for name, words in SERVICE_TIMES.items():
        dated = getattr(plan.service_times, name)
        if dated is not None:
            yield number(f"service/{name}", heading(SERVICES, words.zh, words.en), dated, on, False)
    if plan.advance:
        ratio = heading(SERVICES, "住院垫付比例", "hospital advance, share of the estimate")
        yield rate("advance/ratio", ratio, plan.advance.ratio, on, True)
    for hotline in plan.hotlines:
        hours, purpose = hotline.hours, hotline.purpose
        zh = f"{hotline.number}（{hours.zh}）" if hours else hotline.number
        en = f"{hotline.number} ({hours.en})" if hours else hotline.number
        whom = HOTLINES[purpose]
        subject = heading(SERVICES, f"电话·{whom.zh}", f"telephone, {whom.en}")
        yield said(f"hotline/{purpose}", subject, both(zh, en), hotline.source)
    for option in plan.options:
        subject = heading(SERVICES, "可选责任", "option")
        yield said(f"option/{option.code}", subject, option.name, ("policy schedule",))
