"""A file that is not taken: what the person who sent it is told, in both languages."""

from intake.file_types import TAKEN
from intake.verdict import Refusal
from rules.vocabulary import Language
from stores.papers.uploads import MOST_WAITING
from web.body_limit import MEBIBYTE
from web.problems import INVALID, TOO_LARGE, UNSUPPORTED_MEDIA, FieldError, ProblemError, ProblemKind

MAX_BYTES = 50 * MEBIBYTE
_KINDS = ", ".join(kind.name for kind in TAKEN)
_LIMIT = MAX_BYTES // MEBIBYTE

WORDS: dict[Refusal, tuple[str, str]] = {
    Refusal.EMPTY: ("文件是空的：请重新选择文件。", "The file is empty: attach it again."),
    Refusal.TOO_LARGE: (
        f"文件超过 {_LIMIT} MB：请压缩，或分成几个文件上传。",
        f"A file holds {_LIMIT} MB at most: send it smaller, or in parts.",
    ),
    Refusal.UNKNOWN_KIND: (
        f"不接受这种文件：请另存为 {_KINDS} 之一后再上传。",
        f"The file is none of {_KINDS}: save it as one of these.",
    ),
    Refusal.BROKEN: (
        "文件已损坏或不完整：请重新拍摄、扫描或导出后再上传。",
        "The file is damaged or incomplete: photograph, scan or export it again, then send the new one.",
    ),
    Refusal.ENCRYPTED: (
        "文件设有密码：请去掉密码，或打印成新的 PDF 后再上传。",
        "The file is locked with a password: take the password off, or print it to a new PDF.",
    ),
    Refusal.TOO_MANY_PAGES: (
        "文件页数过多：请拆成每份不超过 200 页的文件。",
        "The file has too many pages: split it into files of 200 pages at most.",
    ),
    Refusal.TOO_MANY_PIXELS: (
        "图片像素过多：请把图片缩小到 6000 万像素以内。",
        "The picture has too many pixels: make it smaller, 60 million pixels at most.",
    ),
    Refusal.UNPACKS_TOO_LARGE: (
        "文件解压后过大：请向开票方索取原始电子票据文件。",
        "The file unpacks to far more than a bill holds: ask whoever issued it for the original file.",
    ),
    Refusal.UNSAFE_ARCHIVE: (
        "文件结构异常：请向开票方索取原始电子票据文件，或打印成 PDF。",
        "The file is built in an unsafe way: ask whoever issued it for the original, or print it to a PDF.",
    ),
    Refusal.DOCUMENT_TYPE: (
        "XML 内含文档类型声明，出于安全不予读取：请向开票方索取原始文件。",
        "The XML carries a document type, which is not read: ask the issuer for the original file.",
    ),
    Refusal.TOO_COSTLY: (
        "文件过于复杂，无法读取：请打印成新的 PDF 或拍照后上传。",
        "The file takes too long to read: print it to a new PDF or photograph it, then send that.",
    ),
    Refusal.INFECTED: (
        "文件含有恶意软件：请用安全的设备重新制作后上传。",
        "The file holds malware: send a clean one, made on a safe device.",
    ),
    Refusal.TOO_MANY_FILES: (
        f"一天内已有 {MOST_WAITING} 份文件未归入案件：请先提交已上传的材料，或把多页合成一份 PDF。",
        f"{MOST_WAITING} files of one day belong to no case yet: hand those in first, or join them in a PDF.",
    ),
    Refusal.CHANGED: (
        "收到的文件与声明的大小或校验值不一致：请重新上传。",
        "What arrived is not the file that was announced (size or SHA-256): send it again.",
    ),
}
"""What is wrong and what to do next: in Chinese, in English."""

_PROBLEMS: dict[Refusal, ProblemKind] = {
    Refusal.TOO_LARGE: TOO_LARGE,
    Refusal.UNKNOWN_KIND: UNSUPPORTED_MEDIA,
}


class FileRefusedError(ProblemError):
    """The file is not taken; nothing of it is kept."""

    def __init__(self, refusal: Refusal) -> None:
        """Tell why in English; pages ask for their language."""
        chinese, english = WORDS[refusal]
        super().__init__(
            _PROBLEMS.get(refusal, INVALID),
            english,
            errors=[FieldError("file", english)],
            more={"refusal": refusal.value, "detail_zh": chinese},
        )
        self.refusal = refusal

    def said(self, language: Language) -> str:
        """What is wrong and what to do next."""
        return WORDS[self.refusal][language is Language.ENGLISH]
