"""Each setting with a value it can't have is one line that names it, whichever command starts."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from research.cli.arguments import parse_arguments
from research.cli.entry import run_command
from research.domain.errors import InvalidSettingError
from research.settings import Settings

ANY_TEXT = frozenset({
    "redis_username", "redis_password", "embedder_directory", "reranker_directory",
    "entailment_directory", "fetch_render_executable",
    "chroma_persist_directory", "reports_directory", "web_directory",
})  # fmt: skip
"""What may be any text: whether it is right, `doctor` finds out."""
NO_ADDRESS = ("s.example", "ftp://s.example/", "http://", "https://s.example/a b")
NO_HOST = ("http://h.example", "h.example/", "two words", "user@h.example")
NO_NAME = ("two words", "line\nline", "naïve")
NO_SECRET = ("secret word", "secretword\n", "sécretword")
WRONG_TEXTS: dict[str, tuple[str, ...]] = {
    "searxng_url": NO_ADDRESS,
    "google_api_key": NO_SECRET,
    "google_cse_id": NO_NAME,
    "tavily_api_key": NO_SECRET,
    "brave_api_key": NO_SECRET,
    "exa_api_key": NO_SECRET,
    "serper_api_key": NO_SECRET,
    "openalex_api_key": NO_SECRET,
    "semantic_scholar_api_key": NO_SECRET,
    "fetch_allow_networks": ("10.0.0.0/33", "10.0.0.1/8", "localhost"),
    "fetch_user_agent": ("line\nline", "naïve"),
    "verify": ("loose", "STRICT"),
    "embedder": ("word2vec", "OpenAI"),
    "embedding_model": NO_NAME,
    "openai_api_key": NO_SECRET,
    "openai_base_url": NO_ADDRESS,
    "llm_model": NO_NAME,
    "llm_model_fast": NO_NAME,
    "llm_prices": ("cheap", "[1, 2]", '{"m": 1}', '{"m": [1]}', '{"m": [-1, 2]}', "[" * 99_999),
    "chroma_host": NO_HOST,
    "chroma_auth_token": NO_SECRET,
    "reports_bucket": ("s3://bucket", "two words", "a"),
    "reports_url": NO_ADDRESS,
    "aws_endpoint_url": NO_ADDRESS,
    "redis_host": (*NO_HOST, "redis://r.example"),
    "job_queue_url": NO_ADDRESS,
    "dead_letter_queue_url": NO_ADDRESS,
    "settings_secrets": NO_NAME,
    "api_host": NO_HOST,
    "api_key": NO_SECRET,
    "api_keys": ("secretword\n", "a,sécretword"),
    "cors_origins": ("app.example", "https://app.example/path", "null"),
    "callback_secret": ("whsec_", "whsec_secretword!", "sécretword"),
    "remote_api_key": NO_SECRET,
}
WRONG_NUMBERS = ("many", "-1", "1e999", "nan", "0x10")
WRONG_SWITCHES = ("perhaps", "2", "-")


def wrong_values(name: str) -> tuple[str, ...]:
    """What the setting can't be, as the environment would say it."""
    if name in WRONG_TEXTS:
        return WRONG_TEXTS[name]
    return WRONG_SWITCHES if Settings.model_fields[name].annotation is bool else WRONG_NUMBERS


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name not in ANY_TEXT])
def test_a_wrong_value_is_one_line_that_names_its_variable(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.load(_env_file=None)
    for value in wrong_values(name):
        monkeypatch.setenv(name.upper(), value)
        with pytest.raises(InvalidSettingError) as raised:
            Settings.load(_env_file=None)
        message = str(raised.value)
        assert message.startswith(f"{name.upper()}: "), value
        assert "\n" not in message
        assert 10 < len(message) < 200 + len(name)
        if isinstance(Settings.model_fields[name].default, SecretStr):
            assert "secret" not in message
            assert "cretword" not in message


@pytest.mark.parametrize("name", sorted(ANY_TEXT))
def test_any_text_may_be_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name.upper(), "any: téxt/of @all kinds")
    value = getattr(Settings.load(_env_file=None), name)
    told = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    assert told == "any: téxt/of @all kinds"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("searxng_url", "http://127.0.0.1:8888"),
        ("searxng_url", "https://ann:word@s.example/searx/"),
        ("chroma_host", "::1"),
        ("redis_host", "redis_1.internal-name.example"),
        ("llm_model", "org/model:7b@sha256"),
        ("reports_bucket", "arn:aws:s3:eu-west-1:123456789012:accesspoint/reports"),
        ("openai_api_key", "sk-proj-AbC_123.x~"),
        ("callback_secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("fetch_user_agent", "ours/1.0 (+https://us.example; ann@us.example)"),
        ("api_keys", "first-key, second-key"),
    ],
)
def test_a_right_value_is_taken_as_it_is(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name.upper(), value)
    taken = getattr(Settings.load(_env_file=None), name)
    assert (taken.get_secret_value() if isinstance(taken, SecretStr) else taken) == value


@pytest.mark.parametrize(
    "command",
    [["run", "Why?"], ["run", "Why?", "--remote", "http://127.0.0.1:1"], ["serve"], ["doctor"]],
)
def test_every_command_says_so_at_its_start(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("REDIS_HOST=redis://r.example\n")
    assert run_command(parse_arguments(command)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert line == "content-research: REDIS_HOST: must be a host's name, or its number"
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


def test_a_variable_that_is_nearly_ours_is_named_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("research.settings._named", set())
    monkeypatch.setenv("API_KEYZ", "secret-one")
    file = tmp_path / ".env"
    file.write_text("LLM_MODLE=secret-two\nOTHER_PROGRAM=1\n")
    for _ in range(2):
        Settings.load(_env_file=file)
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == [
        "API_KEYZ",
        "LLM_MODLE",
    ]
    assert "LLM_MODEL is one" in caplog.text
    assert "secret" not in caplog.text
