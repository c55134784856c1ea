"""`/family/hospitals`: where a policy is good today, by place, department and benefit, with distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse

from rules.distance import Place, distance_km
from rules.permissions import Action, Relation
from rules.vocabulary import Benefit, Department
from stores.cover import network_hospitals
from stores.cover.network_hospitals import ListedHospital, Near
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.portal_pages import insured_of
from web.templating import page

router = APIRouter(prefix="/family/hospitals", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_SERVICES, relation=Relation.OWN_FAMILY))]
_MAY_ASK_FOR_PLACE = {"Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a family looks for, as it came."""

    policy: str
    benefit: Benefit
    city: str
    district: str
    department: str

    @property
    def near(self) -> Near:
        """The same as the lists are asked; what is no department asks for any."""
        return Near(
            benefit=self.benefit,
            city=self.city.replace("\0", "") or None,
            district=self.district.replace("\0", "") or None,
            department=Department(self.department) if self.department in set(Department) else None,
        )


def _asked(
    policy: Annotated[str, Query(max_length=64)] = "",
    benefit: Benefit = Benefit.OUTPATIENT_EMERGENCY,
    city: Annotated[str, Query(max_length=100)] = "",
    district: Annotated[str, Query(max_length=100)] = "",
    department: Annotated[str, Query(max_length=40)] = "",
) -> Sought:
    return Sought(policy=policy, benefit=benefit, city=city, district=district, department=department)


Asked = Annotated[Sought, Depends(_asked)]


@router.get("")
def show_hospitals(request: Request, caller: Reads, backend: Uses, asked: Asked) -> HTMLResponse:
    """Hospitals by city and name; the filter is in the address."""
    return _page(request, backend, caller, asked)


@router.post("")
def show_nearest(
    request: Request,
    caller: Reads,
    backend: Uses,
    asked: Asked,
    latitude: Annotated[float, Form(ge=-90, le=90)],
    longitude: Annotated[float, Form(ge=-180, le=180)],
) -> HTMLResponse:
    """The same, the nearest first. Where the family is stands in no address and is not kept."""
    return _page(request, backend, caller, asked, Place(latitude, longitude))


def _page(
    request: Request, backend: Backend, caller: Caller, asked: Sought, here: Place | None = None
) -> HTMLResponse:
    insured = insured_of(backend, caller)
    named = (each for each in insured if each.policy_number == asked.policy)
    chosen = next(named, insured[0] if insured else None)
    with backend.session() as session:
        today = backend.clock.today()
        found = network_hospitals.listed(session, chosen.policy_id, today, asked.near) if chosen else ()
        cities, districts = network_hospitals.cities(session), network_hospitals.districts(session)
        session.expunge_all()
    answer = page(
        request,
        "family_hospitals.html",
        insured=insured,
        chosen=chosen,
        near=asked.near,
        found=_nearest(found, here),
        located=here is not None,
        query=request.url.query,
        cities=cities,
        districts=districts,
        benefits=tuple(Benefit),
        departments=tuple(Department),
    )
    answer.headers.update(_MAY_ASK_FOR_PLACE)
    return answer


def _nearest(
    found: Sequence[ListedHospital], here: Place | None
) -> Sequence[tuple[ListedHospital, float | None]]:
    """Each with its distance in km; those without a place on the map last."""
    away = [(each, distance_km(here, each.place) if here and each.place else None) for each in found]
    return sorted(away, key=lambda each: each[1] if each[1] is not None else float("inf"))
