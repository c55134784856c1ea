"""The abuse list: seventy ways to send something bad, and the tests that send each.

A test is named by its file below `tests/`; where it takes many entries, its own stands in brackets. Those of
`tests.web.test_abuse_by_upload` also see to the whole of it: no status from 500, no end of a reading process,
two seconds of CPU, one event, nothing kept as clean, words that tell what to do.
"""

BY_UPLOAD = "web/test_abuse_by_upload.py::"
_REFUSED = BY_UPLOAD + "test_what_means_harm_is_refused_once_on_record_and_in_words[{}]"
_HARMLESS = BY_UPLOAD + "test_what_could_harm_elsewhere_is_kept_once_as_a_dead_picture_and_never_as_clean[{}]"
_NAMED = "web/test_documents.py::test_a_name_is_a_label_without_folders_and_invisible_characters[{}]"
_AWKWARD = "web/test_awkward_uploads.py::test_an_awkward_form_has_its_outcome[{}]"
_LINE = "web/test_awkward_uploads.py::test_{}"
_UPLOAD = "web/test_documents.py::test_{}"


def _of(form: str, *entries: str) -> tuple[str, ...]:
    return tuple(form.format(entry) for entry in entries)


TESTS: dict[int, tuple[str, ...]] = {
    1: _of(_REFUSED, "1 empty"),
    2: _of(_REFUSED, "2 one byte"),
    3: _of(_REFUSED, "3 HTML"),
    4: _of(_REFUSED, "4 SVG"),
    5: _of(_REFUSED, "5 program"),
    6: _of(_NAMED, "6 two endings"),
    7: _of(_NAMED, "7 two endings, a program of the web"),
    8: _of(_AWKWARD, "8 a name with NUL"),
    9: _of(_NAMED, "9 folders"),
    10: _of(_NAMED, "10 drive"),
    11: _of(_NAMED, "11 long"),
    12: _of(_AWKWARD, "12 a name with a line break"),
    13: _of(_NAMED, "13 right to left"),
    14: _of(_NAMED, "14 decomposed", "14 a picture in the name"),
    15: _of(_NAMED, "15 reserved", "15 reserved too"),
    16: _of(_NAMED, "16 hidden", "16 dots"),
    17: _of(_NAMED, "17 no ending"),
    18: _of(_AWKWARD, "18 another content type"),
    19: _of(_AWKWARD, "19 no content type"),
    20: _of(_AWKWARD, "20 two dispositions"),
    21: _of(_AWKWARD, "21 two names"),
    22: _of(_AWKWARD, "22 a name in GBK"),
    23: _of(
        _UPLOAD, "a_file_holds_50_megabytes_at_most", "what_is_far_too_large_is_refused_before_it_is_read"
    ),
    24: _of(
        _LINE,
        "a_body_shorter_than_it_announced_is_told_so",
        "a_body_longer_than_it_announced_is_read_as_far_as_it_said_and_the_rest_is_no_request",
        "a_length_that_is_no_number_is_told_so",
        "a_body_whose_line_was_lost_is_no_fault_of_ours",
    ),
    25: _of(_LINE, "a_body_without_end_is_cut_at_the_limit"),
    26: _of(_LINE, "a_body_that_stops_on_its_way_is_given_up_and_what_follows_a_body_is_not"),
    27: _of(_AWKWARD, "27 ten thousand parts"),
    28: _of(_AWKWARD, "28 ten thousand fields"),
    29: _of(_AWKWARD, "29 a part with a huge head"),
    30: _of(_AWKWARD, "30 a broken edge"),
    31: _of(_AWKWARD, "31 a hundred files"),
    32: _of(_UPLOAD, "who_hands_in_hundreds_that_belong_to_no_case_is_told_to_use_them_first"),
    33: (
        "rules/test_paper_findings.py::test_a_bill_that_was_sent_twice_counts_once",
        "web/test_prefilled_forms.py::test_a_bill_that_was_sent_twice_begins_a_form_once",
    ),
    34: _of(_LINE, "more_than_was_announced_sent_straight_to_the_store_is_refused"),
    35: _of(_LINE, "a_link_to_the_store_takes_its_own_part_alone_and_not_for_ever"),
    36: (
        *_of(_LINE, "a_link_that_was_used_changes_nothing_of_the_finished_file"),
        "embedded/test_stores.py::test_an_object_is_not_overwritten_where_that_is_forbidden",
    ),
    37: _of(_REFUSED, "37 pixel flood"),
    38: _of(_HARMLESS, "38 one row of 16 bits"),
    39: _of(_REFUSED, "39 cut JPEG"),
    40: ("intake/test_inspection.py::test_a_photograph_is_shown_upright_and_says_nothing_of_its_place",),
    41: ("intake/test_inspection.py::test_a_photograph_is_shown_upright_and_says_nothing_of_its_place",),
    42: (*_of(_REFUSED, "42 animated GIF"), *_of(_HARMLESS, "42 animated PNG")),
    43: _of(_REFUSED, "43 GIF and PDF"),
    44: _of(_HARMLESS, "44 JPEG and ZIP"),
    45: _of(_REFUSED, "45 HEIC of many tiles"),
    46: _of(_HARMLESS, "46 directories in a loop"),
    47: (*_of(_REFUSED, "47 profile of 16 MB"), *_of(_HARMLESS, "47 CMYK")),
    48: _of(_REFUSED, "48 WebP"),
    49: _of(_REFUSED, "49 locked PDF"),
    50: _of(_HARMLESS, "50 script"),
    51: _of(_HARMLESS, "51 launch"),
    52: _of(_HARMLESS, "52 embedded file"),
    53: _of(_REFUSED, "53 ten thousand pages"),
    54: _of(_HARMLESS, "54 page of ten kilometres"),
    55: (*_of(_REFUSED, "55 pages in a loop"), *_of(_HARMLESS, "55 table in a loop")),
    56: _of(
        _REFUSED,
        "56 flate bomb",
        "56 flate bomb, packed twice",
        "56 forms that draw each other without end",
    ),
    57: _of(_REFUSED, "57 cut PDF"),
    58: _of(_HARMLESS, "58 XFA"),
    59: _of(_HARMLESS, "59 signed, then changed"),
    60: _of(_REFUSED, "60 zip bomb", "60 more than it says", "60 nested zip"),
    61: _of(_REFUSED, "61 zip slip", "61 link in an archive"),
    62: _of(_REFUSED, "62 OFD with a document type", "62 billion laughs"),
    63: (
        *_of(_REFUSED, "63 overlapping members", "63 many members"),
        "reading/test_electronic.py::test_an_ofd_whose_print_and_data_differ_is_for_a_person",
    ),
    64: _of(_REFUSED, "64 EICAR"),
    65: (
        *_of(_HARMLESS, "65 EICAR in an archive", "65 EICAR in a PDF"),
        "intake/test_scanner.py::test_a_file_is_sent_whole_and_the_answer_read",
    ),
    66: (
        "intake/test_scanner.py::test_without_a_scanner_nothing_is_clean",
        *_of(_UPLOAD, "without_a_scanner_a_file_is_not_scanned_and_never_clean"),
    ),
    67: (
        "web/test_documents_are_read.py::test_the_same_invoice_on_two_cases_is_told_to_the_second_and_shown",
    ),
    68: (
        "rules/test_paper_findings.py::"
        "test_a_bill_of_another_child_is_for_a_person_and_a_guardians_name_is_not",
    ),
    69: (
        "reading/test_electronic.py::"
        "test_a_misread_picture_gives_way_to_its_code_and_a_clear_contradiction_to_nobody",
    ),
    70: (
        *_of(_HARMLESS, "70 text that commands"),
        "reading/test_printed.py::"
        "test_a_paper_that_only_talks_to_the_machine_is_of_no_kind_and_gives_nothing",
    ),
}
"""The tests of each number of the list."""
