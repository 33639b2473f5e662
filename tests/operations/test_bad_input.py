"""Bad input ends in one sentence on stderr and exit code 2, whatever the command."""

from pathlib import Path

import pytest

from stack.operations.cli import COMMANDS, main

NO_SERVER = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"
PERIOD = ("--start", "2026-11-20T00:00:00+09:00", "--end", "2026-11-21T00:00:00+09:00")


@pytest.fixture(autouse=True)
def _no_stores_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPERATIONS_LEDGER", raising=False)
    monkeypatch.delenv("OPERATIONS_HISTORY", raising=False)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        code = main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "required"),
        (("dance",), "dance"),
        (("replay", "/does/not/exist"), "cannot be read"),
        (("replay", "--ledger", NO_SERVER, "/does/not/exist"), "both stores"),
        (("load", "--rate", "0"), "rate"),
        (("load", "--rate", "fast"), "fast"),
        (("load", "--seconds", "0.01", "--output", "/does/not/exist/file"), "written"),
        (("alert", "some-id"), "--ledger"),
        (("alert", "some-id", "--ledger", NO_SERVER), "ledger cannot be reached"),
        (("alert", "some-id", "--ledger", "not a URI"), "libpq"),
        (("verify",), "--ledger"),
        (("verify", "--ledger", NO_SERVER), "ledger cannot be reached"),
        (("redrive",), "stores"),
        (("redrive", "--history", "redis://127.0.0.1:1"), "both stores"),
        (("redrive", "--ledger", NO_SERVER, "--history", "http://127.0.0.1"), "rediss://"),
        (("redrive", "--ledger", NO_SERVER, "--history", "redis://127.0.0.1:1"), "reached"),
        (("backtest", "--rules", "/does/not/exist", *PERIOD), "rules"),
        (("demo", "--date", "yesterday"), "YYYY-MM-DD"),
        (("demo", "--transactions", "0"), "at least one"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert said in refusal(capsys, *arguments)


@pytest.mark.parametrize("content", ["", "{}", '{"rules": 1}', "not JSON"])
def test_rules_that_are_not_valid_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(content)
    assert "rules" in refusal(capsys, "backtest", "--rules", str(rules), *PERIOD)


@pytest.mark.parametrize("moment", ["noon", "2026-11-20", "2026-11-20T00:00:00"])
def test_a_moment_without_an_offset_is_refused(
    capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    arguments = ("--rules", "stack/processor/rules.json", "--start", moment, "--end", moment)
    assert "moment" in refusal(capsys, "backtest", *arguments)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01binary",
        b'{"Records": 5}',
        b'{"Records": [{}]}',
        b'{"KinesisBatchInfo": {}}',
        b'{"KinesisBatchInfo": {}, "payload": "not JSON"}',
        b'{"KinesisBatchInfo": {}, "payload": "[]"}',
    ],
)
def test_a_file_in_no_known_format_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "records"
    path.write_bytes(content)
    refusal(capsys, "replay", str(path))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: object) -> None:
    with pytest.raises(SystemExit) as exit_:
        main((command.name, "--help"))
    assert exit_.value.code == 0
    assert command.summary in capsys.readouterr().out
