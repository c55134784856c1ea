"""`/files`: large files from a browser, in parts that survive a break; the same acts as those of `/api/v1`.

A browser that is signed in only reads under `/api`: what it sends needs the token of its forms, and is here.
"""

from fastapi import APIRouter
from starlette.responses import Response

from web.api import unfinished_documents as files

router = APIRouter(prefix="/files", include_in_schema=False)

router.add_api_route("/begin", files.begin_document, methods=["POST"], status_code=201)
router.add_api_route("/{upload_id}", files.get_unfinished_document)
router.add_api_route(
    "/{upload_id}/parts/{number}",
    files.send_part,
    methods=["PUT"],
    status_code=204,
    response_class=Response,
)
router.add_api_route("/{upload_id}/finish", files.finish_document, methods=["POST"])
router.add_api_route(
    "/{upload_id}", files.give_up_document, methods=["DELETE"], status_code=204, response_class=Response
)
