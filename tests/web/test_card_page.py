"""A family puts its e-card on a phone, sees its face, and takes it off again."""

from tests.web.site import Site
from tests.web.test_house import sound
from web.api import cards

RIGHT = {
    "child_name": cards.EXAMPLE["child_name"],
    "purchase_phone": cards.EXAMPLE["purchase_phone"],
    "accepted": "true",
}


def test_a_card_is_bound_seen_and_taken_off_on_a_page(site: Site) -> None:
    aunt = site.person("guardian of M2025000002")
    before = aunt.get("/family/cards")
    assert "林小满" not in before.text

    bound = aunt.post("/family/cards", data=RIGHT)
    shown = aunt.get("/family/cards")
    off = aunt.post("/family/cards/EC-2607-1/unbinding")

    assert (bound.status_code, off.status_code) == (303, 303)
    assert "EC-2607-1" in shown.text
    assert "有效" in shown.text
    sound(before)
    sound(shown)
    assert "EC-2607-1" not in aunt.get("/family/cards").text
    assert aunt.post("/family/cards/EC-2607-1/unbinding").status_code == 404


def test_what_was_entered_stays_where_no_card_is_found(site: Site) -> None:
    family = site.family()
    unknown = family.post("/family/cards", data={**RIGHT, "child_name": "林大满"})
    unread = family.post("/family/cards", data={**RIGHT, "accepted": ""})

    assert (unknown.status_code, unread.status_code) == (422, 422)
    assert 'value="林大满"' in unknown.text
    assert "没有找到" in unknown.text
    assert "请先阅读并同意隐私告知" in unread.text
    sound(unknown)
