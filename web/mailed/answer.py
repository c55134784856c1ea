"""The answer to a mail: what was taken, what was not and why, in the language of whoever it is for."""

from collections.abc import Mapping, Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from intake.verdict import Refusal
from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from models.guardian import Guardian
from rules.findings.mailed import MOST_FILES, FileTrouble, MailOutcome
from rules.vocabulary import Language, PrincipalKind
from web.backend import Backend
from web.files.refused import WORDS as REFUSED

TROUBLES: dict[FileTrouble, tuple[str, str]] = {
    FileTrouble.NESTED_MAIL: (
        "是一封转发的邮件：请把其中的材料另存后，直接作为附件发送。",
        "It is a mail inside the mail: save the papers in it, and attach those themselves.",
    ),
    FileTrouble.PACKED_BY_OUTLOOK: (
        "由 Outlook 打包，无法打开：请以 HTML 或纯文本格式重新发送。",
        "It is packed so that only Outlook opens it: send the mail again as HTML or plain text.",
    ),
    FileTrouble.NOT_TAKEN_BY_CASE: (
        "案件未能接收：案件材料已满或状态已变，请到案件页面查看。",
        "The case did not take it: it is full, or has moved on. Look at its page.",
    ),
}
OUTCOMES: dict[MailOutcome, tuple[str, str]] = {
    MailOutcome.TAKEN: ("我们收到了您的材料。", "We received your papers."),
    MailOutcome.NOTHING_TAKEN: (
        "邮件中的文件均未能接收，案件中没有新增材料。",
        "None of the files could be taken: nothing was added to the case.",
    ),
    MailOutcome.NOTHING_ATTACHED: (
        "邮件中没有附件，案件中没有新增材料。请把材料作为附件重新发送；正文中的文字不会进入案件。",
        "Nothing is attached, so nothing was added to the case. Attach the papers as files and send them "
        "again; what the mail itself says does not reach the case.",
    ),
    MailOutcome.TOO_MANY_FILES: (
        f"附件超过 {MOST_FILES} 份，均未接收。请把多页合成一份 PDF 后重新发送。",
        f"More than {MOST_FILES} files are attached; none was taken. Join pages in a PDF and send that.",
    ),
    MailOutcome.CASE_CLOSED: (
        "该案件已结案，不再接收材料。如需补充，请联系我们。",
        "The case is closed and takes no more papers. Write to us if something is missing.",
    ),
    MailOutcome.NOT_NOW: (
        "案件目前不接收材料，或所持文件已达上限，案件中没有新增材料。请到案件页面查看。",
        "The case takes no papers at present, or is full: nothing was added. Look at its page.",
    ),
    MailOutcome.NOT_THEIRS: (
        "此地址的持有人已不能为该案件提交材料，文件未接收。",
        "Whoever had this address may not send papers to the case any more: nothing was taken.",
    ),
    MailOutcome.UNREADABLE: (
        "邮件无法读取，未接收任何文件。请新建一封邮件，附上材料后重新发送。",
        "The mail could not be read; nothing was taken. Write a new one and attach the papers to it.",
    ),
}


def language(backend: Backend, address: CaseMailAddress) -> Language:
    """In which language somebody is written to."""
    if address.holder_kind is not PrincipalKind.GUARDIAN:
        return Language.CHINESE
    with backend.session() as session:
        guardian = session.get(Guardian, UUID(address.holder_id))
    return guardian.language if guardian else Language.CHINESE


def words(mail: CaseMail, number: str, spoken: Language) -> str:
    """The text of the answer."""
    at = int(spoken is Language.ENGLISH)
    assert mail.outcome is not None
    lines = [(f"案件：{number}", f"Case: {number}")[at], "", OUTCOMES[mail.outcome][at], ""]
    files: Sequence[Mapping[str, Any]] = (mail.report or {}).get("files", ())
    for told in files:
        lines.append(_line(told, at))
    footer = (
        "这是自动回复，请勿直接回复。案件进展请登录查看。",
        "A program wrote this: nobody reads answers to it. Sign in to see how the case goes.",
    )
    return "\n".join([*lines, *([""] if files else []), footer[at], ""])


def _line(told: Mapping[str, Any], at: int) -> str:
    name = told["name"] or ("（无名）", "(no name)")[at]
    refusal = told["refusal"]
    if not refusal:
        return ("已接收：", "Taken: ")[at] + name
    why = TROUBLES[FileTrouble(refusal)] if refusal in set(FileTrouble) else REFUSED[Refusal(refusal)]
    return ("未接收：", "Not taken: ")[at] + name + ("——", ": ")[at] + why[at]


def compose(
    backend: Backend, mail: CaseMail, address: CaseMailAddress, sender: str, domain: str
) -> EmailMessage | None:
    """The answer; None for a sender whom no mail reaches. The same mail has the same Message-ID each time."""
    spoken = language(backend, address)
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(addr_spec=mail.sender or "")
        message["From"] = sender
    except (ValueError, IndexError, HeaderParseError):
        return None
    title = ("材料回执 ", "Papers received for ")[spoken is Language.ENGLISH]
    message["Subject"] = title + address.case_number
    message["Date"] = format_datetime(mail.received_at)
    message["Message-ID"] = f"<{mail.id}.answer@{domain}>"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(words(mail, address.case_number, spoken), cte="base64")
    return message
