"""Opens a YAML file, or says in which line it cannot be read."""

from pathlib import Path

import yaml

from rules.catalogue.source_lines import MisplacedKeyError, Sourced, read_sourced


class UnreadableFileError(ValueError):
    """A file that is not usable YAML; ``line`` is where, ``problem`` says what to put right."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


def read_yaml_file(file: Path) -> Sourced:
    """The file's data with places. UnreadableFileError for no file, no YAML, or an impossible value."""
    try:
        return read_sourced(file)
    except OSError as error:
        raise UnreadableFileError(file, 1, f"the file cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(file, 1, "the file is not UTF-8 text: save it as UTF-8") from error
    except MisplacedKeyError as error:
        raise UnreadableFileError(file, error.place.line, str(error)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"not YAML: {error.problem}: {_LOOK}"
        raise UnreadableFileError(file, mark.line + 1 if mark else 1, what) from error
    except yaml.YAMLError as error:
        raise UnreadableFileError(file, 1, f"not YAML: {error}") from error
    except RecursionError as error:
        raise UnreadableFileError(file, 1, "an alias refers to itself: write the value out") from error
    except (ValueError, TypeError) as error:
        line, value = _impossible_value(file)
        raise UnreadableFileError(file, line, f"{value} is not possible: {error}") from error


_LOOK = "write 'key: value', indent by spaces, and close what is opened, on this line and the one before it"
"""What is meant most often; the parser names the place where it could not go on."""


def _impossible_value(file: Path) -> tuple[int, str]:
    """The first value that reads as a date or number and is none, such as 2026-02-30."""
    loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
    pending = [node for node in [loader.get_single_node()] if node is not None]
    while pending:
        node = pending.pop(0)
        if isinstance(node, yaml.ScalarNode):
            try:
                hash(loader.construct_object(node))
            except (ValueError, TypeError):
                return node.start_mark.line + 1, str(node.value)
        elif isinstance(node, yaml.MappingNode):
            pending = [part for pair in node.value for part in pair] + pending
        elif isinstance(node, yaml.SequenceNode):
            pending = [*node.value, *pending]
    return 1, "a key that is itself a list or a mapping"
