"""Hospitals and clinics (domain 3.2)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from sqlmodel import Session

from models.hospital import Hospital
from rules.vocabulary import Ownership
from stores.csv_files import CellError, Column, Row, a_date, one_of, several
from stores.importers.upsert import Outcome, upsert

OWNERSHIP = {"公立": Ownership.PUBLIC, "私立": Ownership.PRIVATE}
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,8})?")
GRADES = {"1": 1, "2": 2, "3": 3, "一级": 1, "二级": 2, "三级": 3}


def _grade(cell: str) -> int:
    if cell not in GRADES:
        raise ValueError(f"{cell!r} is not a grade: write 1, 2 or 3, or leave it empty")
    return GRADES[cell]


def _degrees(most: int) -> Callable[[str], float]:
    def read(cell: str) -> float:
        if not _NUMBER.fullmatch(cell) or abs(float(cell)) > most:
            raise ValueError(f"{cell!r} is no place: write degrees between -{most} and {most}, such as 31.22")
        return float(cell)

    return read


class Hospitals:
    """One row a site, by its code."""

    columns: ClassVar[Sequence[Column]] = (
        Column("code", "医院编码", required=True),
        Column("brand", "品牌", required=True),
        Column("name", "医院名称", required=True),
        Column("name_en", "英文名称"),
        Column("city", "城市"),
        Column("address", "地址"),
        Column("ownership", "性质", one_of(Ownership, OWNERSHIP), required=True),
        Column("grade", "等级", _grade),
        Column("departments", "科室", several, empty=list),
        Column("email", "邮箱"),
        Column("fax", "传真"),
        Column("phone", "电话"),
        Column("copay_group", "自付组"),
        Column("fee_exclusions", "除外费用", several, empty=list),
        Column("brand_closed_on", "品牌停业日", a_date),
        Column("hours", "营业时间"),
        Column("district", "区县"),
        Column("latitude", "纬度", _degrees(90)),
        Column("longitude", "经度", _degrees(180)),
    )
    key: ClassVar[Sequence[str]] = ("code",)
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep a hospital."""
        values = dict(row.cells)
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            raise CellError("latitude", "stands alone: write latitude and longitude, or neither")
        return upsert(self.session, Hospital, {"code": values.pop("code")}, values)[1]
