"""The worker: runs workflows and activities until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psutil
import structlog
from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker

import calendar_worker
from activities.advances import AdvanceActs
from activities.assessment import AssessmentActs
from activities.bank.line import BankLine
from activities.brands import BrandActs
from activities.calendar_acts import CalendarActs
from activities.case_acts import CaseActs
from activities.claims import ClaimActs
from activities.direct_billing import DeskActs
from activities.escalation import EscalationActs
from activities.histories import HistoryActs
from activities.letters_off import PAPER_QUEUE
from activities.linked_cases import open_claim, open_preauthorization
from activities.money_in import MoneyInActs
from activities.paper import PaperActs
from activities.payment_orders import MONEY_QUEUE
from activities.payment_runs import PaymentRuns
from activities.payments import PaymentActs
from activities.readings import ReadingActs
from activities.reconciliation import ReconciliationActs
from activities.reimbursement import ClaimFileActs
from activities.requests import RequestActs
from activities.retention import Means, RetentionActs
from activities.scanning import ScanActs
from activities.self_begun import SelfBegunActs, begin_due
from activities.webhook_line import WebhookLine
from activities.webhooks import WebhookActs
from intake.scanner import Scanner
from letters.postbox import Postbox
from letters.signing import Seal
from logs import set_up_logs
from settings import Settings, load
from stores.database import connect as connect_database
from stores.papers.blobs import Blobs
from workflows.absence import Absence
from workflows.appointment import Appointment
from workflows.brand_transfer import BrandTransfer
from workflows.calendar_publication import CalendarPublication
from workflows.client import CASES_QUEUE, connect
from workflows.complaint import Complaint
from workflows.data_request import DataRequest
from workflows.direct_billing_case import DirectBilling
from workflows.document_read import DocumentRead
from workflows.enquiry import Enquiry
from workflows.finance import Finance
from workflows.hospital_advance import HospitalAdvance
from workflows.letter_again import LetterAgain
from workflows.letter_out import LetterOut
from workflows.money_in import MoneyIn
from workflows.on_site_help import OnSiteHelp
from workflows.payment_run import PaymentRun
from workflows.pre_authorization import PreAuthorization
from workflows.reconciliation import Reconciliation, keep_schedule
from workflows.reimbursement import Reimbursement
from workflows.requests.breach_notice import BreachNotice
from workflows.requests.self_begun_round import SelfBegunRound, keep_beginning
from workflows.rounds.histories import HistoryRound, keep_histories_round
from workflows.rounds.retention import RetentionRound, keep_erasing
from workflows.rounds.scan import ScanRound, keep_scanning
from workflows.telephone_consultation import TelephoneConsultation
from workflows.vaccine_arrangement import VaccineArrangement
from workflows.webhook_out import WebhookOut
from workflows.webhooks.trial import WebhookTrial

WORKFLOWS = [
    PreAuthorization,
    DirectBilling,
    Reimbursement,
    HospitalAdvance,
    Appointment,
    Complaint,
    Enquiry,
    TelephoneConsultation,
    VaccineArrangement,
    OnSiteHelp,
    DataRequest,
    BrandTransfer,
    BreachNotice,
    CalendarPublication,
    Reconciliation,
    Absence,
    SelfBegunRound,
]
PAPER_WORKFLOWS = [
    LetterOut,
    LetterAgain,
    WebhookOut,
    WebhookTrial,
    DocumentRead,
    ScanRound,
    HistoryRound,
    RetentionRound,
]
MONEY_WORKFLOWS = [PaymentRun, MoneyIn]
STICKY = timedelta(seconds=2)
"""A killed worker delays the next act on its cases by this much; the default is ten seconds."""
GRACE = timedelta(seconds=15)
BYTES_A_CASE = 256 * 1024
"""What a case that is held takes at most; copies of a small one took half of it."""
THREADS = 16
ASK_AGAIN_SECONDS = 0.5
TURN_SECONDS = 0.0005
"""How long a thread may keep the others waiting; the default of 5 ms, at each of ten turns, delays an act."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Acts:
    """The activities of this process, by task queue."""

    cases: Sequence[Callable[..., Any]]
    paper: Sequence[Callable[..., Any]]
    money: Sequence[Callable[..., Any]]


@contextmanager
def acts(settings: Settings) -> Iterator[Acts]:
    """Activities with their connections, which end with the block."""
    engine = connect_database(settings.database_activities_url)
    bank = BankLine(settings.bank_url)
    try:
        yield _acts(settings, engine, bank)
    finally:
        bank.close()
        engine.dispose()


def _acts(settings: Settings, engine: Engine, bank: BankLine) -> Acts:
    blobs = Blobs(**settings.object_store)
    postbox = Postbox(**settings.mail_server)
    cases = CaseActs(engine, reads=settings.readers > 0)
    judge, calendars = AssessmentActs(engine), CalendarActs(engine)
    compared = ReconciliationActs(engine)
    people = EscalationActs(engine)
    claims, files, desk = ClaimActs(engine), ClaimFileActs(engine), DeskActs(engine)
    advances, requests = AdvanceActs(engine), RequestActs(engine)
    paper = PaperActs(
        engine=engine,
        blobs=blobs,
        postbox=postbox,
        public_url=settings.public_url,
        secret=settings.secret_key,
        seal=Seal.read(settings.seal_file),
    )
    hooks = WebhookActs(
        engine=engine,
        line=WebhookLine(inside=settings.webhooks_inside),
        public_url=settings.public_url,
        secret=settings.secret_key,
    )
    papers = ReadingActs(engine, blobs, max(settings.readers, 1))
    scans = ScanActs(engine, blobs, Scanner(settings.clamd_address))
    return Acts(
        cases=[
            cases.plan_clock,
            cases.reserve_benefit,
            cases.record_case,
            cases.record_late_letter,
            cases.take_letters_back,
            judge.assess_preauthorization,
            claims.judge_claim,
            files.check_file,
            requests.find_interest,
            requests.find_kept,
            SelfBegunActs(engine).find_due,
            begin_due,
            BrandActs(engine).move_lock,
            desk.open_visit,
            desk.weigh_bill,
            desk.change_card,
            advances.assess_advance,
            open_preauthorization,
            open_claim,
            people.escalate,
            people.stand_in,
            people.cases_of_absent,
            calendars.follow_calendar,
            calendars.publish_calendar,
            calendars.finish_publication,
            compared.compare_cases,
            compared.keep_run,
        ],
        paper=[
            paper.issue_letter,
            paper.deliver_letter,
            paper.cancel_letter,
            paper.take_up_again,
            hooks.post_webhook,
            hooks.give_up_webhook,
            hooks.try_endpoint,
            papers.read_document,
            papers.compare_again,
            papers.record_late_finding,
            scans.scan_waiting,
            scans.let_payments_go,
            HistoryActs(engine, blobs).keep_histories,
            RetentionActs(Means(blobs=blobs, **settings.retention)).erase_what_is_over,
        ],
        money=_money(settings, engine, blobs, bank),
    )


def _money(settings: Settings, engine: Engine, blobs: Blobs, bank: BankLine) -> list[Callable[..., Any]]:
    orders, money_in = PaymentActs(engine), MoneyInActs(engine, bank)
    runs = PaymentRuns(engine, blobs, bank, scanned_only=settings.scanning == "required")
    return [
        orders.order_payment,
        orders.withdraw_payment,
        orders.open_receivable,
        orders.change_receivable,
        orders.keep_account,
        runs.act_on_payments,
        runs.turned_down_news,
        runs.form_batches,
        runs.write_batch,
        runs.send_batch,
        runs.ask_about_batch,
        runs.mark_told,
        money_in.fetch_receipts,
        money_in.act_on_receipt,
        money_in.untold_receipts,
        money_in.mark_receipts_told,
    ]


def workers(client: Client, acts: Acts, threads: ThreadPoolExecutor, **options: Any) -> list[Worker]:
    """One worker a task queue. ``options`` reach each of them (a cache size, say).

    Workflows run without the sandbox, which costs more than all else that they do; the suite runs them in it.
    """
    options.setdefault("workflow_runner", UnsandboxedWorkflowRunner())
    cases = Worker(
        client,
        task_queue=CASES_QUEUE,
        workflows=WORKFLOWS,
        activities=acts.cases,
        activity_executor=threads,
        sticky_queue_schedule_to_start_timeout=STICKY,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        max_concurrent_activities=THREADS,
        max_concurrent_local_activities=THREADS,
        graceful_shutdown_timeout=GRACE,
        **options,
    )
    paper = Worker(
        client,
        task_queue=PAPER_QUEUE,
        workflows=PAPER_WORKFLOWS,
        activities=acts.paper,
        activity_executor=threads,
        sticky_queue_schedule_to_start_timeout=STICKY,
        max_concurrent_activities=THREADS // 2,
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        graceful_shutdown_timeout=GRACE,
        **options,
    )
    money = Worker(
        client,
        task_queue=MONEY_QUEUE,
        workflows=MONEY_WORKFLOWS,
        activities=acts.money,
        activity_executor=threads,
        sticky_queue_schedule_to_start_timeout=STICKY,
        max_concurrent_activities=THREADS // 2,
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        graceful_shutdown_timeout=GRACE,
        **options,
    )
    return [cases, paper, money]


def cases_in_memory() -> int:
    """How many cases a worker may hold: as many as fit a quarter of the machine's memory.

    One that it does not hold is read from its history at each step, which costs as much again.
    """
    return psutil.virtual_memory().total // 4 // BYTES_A_CASE


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then let what is under way finish."""
    sys.setswitchinterval(TURN_SECONDS)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop.set)
    runtime = Runtime(
        telemetry=TelemetryConfig(
            metrics=PrometheusConfig(bind_address=f"{settings.metrics_host}:{settings.metrics_port}")
        )
    )
    client = await patiently(settings, lambda: _connect(settings, runtime))
    async with asyncio.TaskGroup() as group:
        group.create_task(run_for_people(client, settings, stop, max_cached_workflows=cases_in_memory()))
        group.create_task(calendar_worker.keep_beside(stop))


async def _connect(settings: Settings, runtime: Runtime) -> Client:
    """A client; with it begin the look-out for money and the rounds, where they do not go on."""
    client = await connect(settings, runtime)
    await Finance(client).collect()
    await keep_schedule(client)
    await keep_beginning(client)
    await keep_histories_round(client)
    if settings.retention_round:
        await keep_erasing(client)
    if settings.clamd_address:
        await keep_scanning(client)
    return client


async def patiently(settings: Settings, reach: Callable[[], Awaitable[Client]]) -> Client:
    """A client as soon as the server answers, which at a start of everything may be later than we are."""
    while True:
        try:
            return await reach()
        except (RPCError, RuntimeError) as silent:
            log.info("waiting for Temporal", address=settings.temporal_address, why=type(silent).__name__)
            await asyncio.sleep(ASK_AGAIN_SECONDS)


async def run(client: Client, settings: Settings, stop: asyncio.Event, **options: Any) -> None:
    """Serve every queue in this process until ``stop``; ``options`` as for `workers`."""
    async with asyncio.TaskGroup() as group:
        group.create_task(run_for_people(client, settings, stop, **options))
        group.create_task(calendar_worker.serve(client, settings, stop, **options))


async def run_for_people(client: Client, settings: Settings, stop: asyncio.Event, **options: Any) -> None:
    """Serve the queues that people wait for until ``stop``; ``options`` as for `workers`."""
    with (
        acts(settings) as own,
        ThreadPoolExecutor(THREADS, thread_name_prefix="activity") as threads,
    ):
        async with asyncio.TaskGroup() as group:
            for worker in workers(client, own, threads, **options):
                group.create_task(_run_until(worker, stop))


async def _run_until(worker: Worker, stop: asyncio.Event) -> None:
    async with worker:
        await stop.wait()


def main() -> None:
    """Start from the settings of this home folder."""
    settings = load()
    set_up_logs(settings.log_level)
    asyncio.run(work(settings))
    logging.shutdown()
    # Threads of the Temporal core still call into Python while it winds down, which aborts one stop in five.
    os._exit(0)


if __name__ == "__main__":
    main()
