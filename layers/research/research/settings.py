"""The only reader of the environment.

Every setting has a name, a default, a unit and a meaning; `content-research settings` makes the
table in the README from this class, and from the text under each field.
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self, TypeVar

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from research.domain.errors import InvalidSettingError
from research.domain.setting_forms import (
    Address,
    Bucket,
    HeaderLine,
    HeaderSecret,
    HeaderSecrets,
    Host,
    McpServers,
    Name,
    Network,
    Origin,
    SigningSecret,
    Usd,
    parse_json,
    split_commas,
)
from research.domain.setting_names import likely_misspelt
from research.domain.value import validation_message

_log = logging.getLogger(__name__)
_named: set[str] = set()
"""The unknown variables that this process has told of."""

T = TypeVar("T")
CommaSeparated = Annotated[tuple[T, ...], NoDecode, BeforeValidator(split_commas)]


class Settings(BaseSettings):
    """What can be configured, from the environment and `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    searxng_url: Address = ""
    """A SearXNG instance to search with."""
    google_api_key: HeaderSecret = SecretStr("")
    """Key of Google's Programmable Search."""
    google_cse_id: Name = ""
    """Engine id of Google's Programmable Search."""
    tavily_api_key: HeaderSecret = SecretStr("")
    """Key of Tavily."""
    brave_api_key: HeaderSecret = SecretStr("")
    """Key of the Brave Search API."""
    exa_api_key: HeaderSecret = SecretStr("")
    """Key of Exa."""
    serper_api_key: HeaderSecret = SecretStr("")
    """Key of Serper, which passes on what Google finds."""
    openalex_api_key: HeaderSecret = SecretStr("")
    """Key of OpenAlex, which allows some dozens of searches a day without one."""
    semantic_scholar_api_key: HeaderSecret = SecretStr("")
    """Key of Semantic Scholar, where those who have none share one allowance."""
    mcp_search_servers: McpServers = SecretStr("")
    """MCP servers to search with, as JSON: `{"notes": {"command": "notes-mcp", "tool": "search"}}`
    or `{"news": {"url": "https://host/mcp", "tool": "search"}}` (docs/mcp.md)."""
    search_timeout_seconds: float = Field(default=10.0, gt=0, le=120)
    """How long one search may take, once it is its turn."""
    fetch_timeout_seconds: float = Field(default=10.0, gt=0, le=120)
    """How long one page may take, redirects included."""
    fetch_max_bytes: int = Field(default=5_000_000, gt=0)
    """How large one page may be, decompressed. A file of your own may have 20 MB, or as much."""
    fetch_max_redirects: int = Field(default=5, ge=0, le=20)
    """Redirects followed."""
    fetch_concurrency: int = Field(default=12, ge=1, le=100)
    """Pages fetched at once, in all."""
    fetch_concurrency_per_host: int = Field(default=3, ge=1, le=20)
    """Pages fetched at once from one host."""
    fetch_allow_networks: CommaSeparated[Network] = ()
    """Networks that are not public and may be read all the same, comma-separated, such as
    `127.0.0.0/8`."""
    fetch_user_agent: HeaderLine = "content-research-pipeline/0.1"
    """What we call ourselves to servers and in robots.txt. Who reads many pages says where they can
    be reached: `content-research-pipeline/0.1 (+https://example.org/contact)`."""
    fetch_render: str = Field(default="none", pattern="^(none|chromium)$")
    """What shows pages whose text only scripts bring: `none`, so that they are not read, or
    `chromium`, which needs the extra `render` and a Chromium (docs/rendering.md)."""
    fetch_render_timeout_seconds: float = Field(default=12.0, ge=1, le=60)
    """How long the scripts of one page may take, the start of the browser included."""
    fetch_render_max_memory_bytes: int = Field(default=1_000_000_000, ge=300_000_000)
    """How much memory the browser of one page may take, of which it needs 200 MB by itself."""
    fetch_render_sandbox: bool = True
    """Whether that browser confines itself; root, and most containers, can't have it so."""
    fetch_render_executable: Path | None = None
    """Which Chromium is started; unset: `chromium`, `google-chrome` and their like on the PATH, or
    the one that Playwright has downloaded."""
    extract_timeout_seconds: float = Field(default=5.0, ge=0.1, le=120)
    """How long finding the text of one page or file, or repairing one answer of a model, may take,
    in a process that is ended when it takes longer."""
    extract_max_memory_bytes: int = Field(default=512_000_000, ge=200_000_000)
    """How much memory that process may have, of which it needs 100 MB by itself."""
    extract_processes: int = Field(default=2, ge=1, le=64)
    """How many such processes there are at most; each is used again."""
    read_deadline_seconds: float = Field(default=20.0, gt=0, le=600)
    """When reading ends, whatever is still under way."""
    verify: str = Field(default="strict", pattern="^(strict|flag|off)$")
    """What becomes of a model's claim that its source does not support: `strict` mends it or leaves
    it out, `flag` prints it with its verdict, `off` checks quotes alone."""
    max_rounds: int = Field(default=4, ge=1, le=10)
    """Rounds of a deep run, the first one counted."""
    embedder: str = Field(default="wordllama", pattern="^(wordllama|onnx|openai)$")
    """What turns text into vectors: `wordllama` (static vectors, in its wheel), `onnx` (a sentence
    transformer in `EMBEDDER_DIRECTORY`) or `openai` (`EMBEDDING_MODEL`)."""
    embedder_directory: Path | None = None
    """Where `EMBEDDER=onnx` finds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`."""
    embedding_model: Name = "text-embedding-3-small"
    """The model that `EMBEDDER=openai` asks, at `OPENAI_BASE_URL`."""
    embedding_dimensions: int | None = Field(default=None, ge=8, le=20_000)
    """How long its vectors are; needed for other models than OpenAI's."""
    reranker: str = Field(default="none", pattern="^(none|onnx)$")
    """What judges answers beside the fitted model: `none`, or `onnx`, a cross-encoder such as
    ms-marco-MiniLM or bge-reranker in `RERANKER_DIRECTORY`."""
    reranker_directory: Path | None = None
    """Where `RERANKER=onnx` finds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`."""
    entailment: str = Field(default="words", pattern="^(words|onnx)$")
    """What judges a model's claims before the model does, and instead where it can't: `words`,
    weights fitted on labelled claims, or `onnx`, a model of natural language inference in
    `ENTAILMENT_DIRECTORY`."""
    entailment_directory: Path | None = None
    """Where `ENTAILMENT=onnx` finds `model.onnx` (or `onnx/model.onnx`), `tokenizer.json` and
    `config.json`."""
    entailment_sure_from: float = Field(default=1.0, gt=0, le=1)
    """With `ENTAILMENT=onnx`: the probability from which on a claim is not shown to the language
    model; 1: each is."""
    openai_api_key: HeaderSecret = SecretStr("")
    """Key of the model's server; a local one may take any. Unset: no model."""
    openai_base_url: Address = "https://api.openai.com/v1"
    """Where the model is: any server that speaks OpenAI's wire format."""
    llm_model: Name = "gpt-5.4-mini"
    """The model that writes."""
    llm_model_fast: Name = ""
    """The model for the small steps; unset: the same."""
    llm_reasoning_effort: str = Field(
        default="", pattern="^(none|minimal|low|medium|high|xhigh|max)?$"
    )
    """How long a model that thinks is asked to: `none`, `minimal`, `low`, `medium`, `high`, `xhigh`
    or `max`, as far as it knows them; unset: as it does unasked."""
    llm_timeout_seconds: float = Field(default=120.0, gt=0, le=3600)
    """How long one answer may take."""
    llm_max_retries: int = Field(default=3, ge=0, le=10)
    """How often a call that failed is made again."""
    llm_concurrency: int = Field(default=12, ge=1, le=100)
    """Calls at once."""
    llm_prices: Annotated[dict[str, tuple[Usd, Usd]], NoDecode, BeforeValidator(parse_json)] = {}
    """USD per million tokens of prompt and answer, by model, as JSON: `{"my-model": [0.15, 0.6]}`.
    For models whose price we don't know, or know wrongly."""
    chroma_host: Host = ""
    """Host of the Chroma server that keeps passages; unset: none is asked."""
    chroma_port: int = Field(default=8000, ge=1, le=65_535)
    """Port of that server."""
    chroma_ssl: bool = False
    """Whether that server is reached by HTTPS, its certificate checked."""
    chroma_auth_token: HeaderSecret = SecretStr("")
    """Sent to that server as `Authorization: Bearer` and as `X-Chroma-Token`."""
    chroma_timeout_seconds: float = Field(default=10.0, gt=0, le=120)
    """How long one call of that server may take, retries included."""
    chroma_batch_size: int = Field(default=500, ge=1, le=10_000)
    """Passages sent to that server in one call."""
    chroma_persist_directory: Path | None = None
    """Where the embedded Chroma keeps passages when no server is set or it is away; unset: in
    memory, for the run."""
    reuse_sources: bool = False
    """Whether a web search also looks through the passages of earlier jobs."""
    reports_directory: Path = Path("reports")
    """Where reports are written."""
    reports_bucket: Bucket = ""
    """The S3 bucket where reports are written; unset: the directory."""
    reports_url: Address = ""
    """Where the bucket is served to readers, such as `https://reports.example`."""
    aws_endpoint_url: Address = ""
    """Another server that speaks Amazon's protocols, such as a local one."""
    redis_host: Host = ""
    """Where Redis is; unset: jobs are kept with the reports."""
    redis_port: int = Field(default=6379, ge=1, le=65_535)
    """Redis's port."""
    redis_db: int = Field(default=0, ge=0)
    """Redis's database number."""
    redis_username: str = ""
    """Redis's user."""
    redis_password: SecretStr = SecretStr("")
    """Redis's password."""
    redis_tls: bool = False
    """Whether Redis is reached over TLS."""
    redis_pool_size: int = Field(default=10, ge=1, le=1_000)
    """Connections to Redis a process may open."""
    cache_expire_seconds: float = Field(default=3600.0, ge=1, le=30 * 24 * 3600)
    """How long searches, pages and vectors are kept to be used again."""
    cache_max_bytes: int = Field(default=64_000_000, ge=1)
    """How much of that one process keeps in its own memory."""
    job_ttl_seconds: int = Field(default=30 * 24 * 3600, ge=1)
    """How long a finished job is remembered."""
    report_retention_days: int | None = Field(default=None, ge=1, le=3_650)
    """For how many days the bucket keeps reports, by its own rules: as long is a finished job
    remembered, whatever `JOB_TTL_SECONDS` says, so that every report can be deleted."""
    job_lease_seconds: float = Field(default=60.0, ge=5, le=43_200)
    """How long a worker may be silent before another takes its job over."""
    job_queue_url: Address = ""
    """The SQS queue for jobs, which `serve` works off as the Lambda worker does; unset: they run in
    the process."""
    dead_letter_queue_url: Address = ""
    """The SQS queue for messages that no worker could do; unset: the log has them."""
    settings_secrets: CommaSeparated[Name] = ()
    """Secrets of AWS Secrets Manager that hold further settings, as JSON objects, comma-separated;
    read by the Lambda functions alone."""
    api_host: Host = "127.0.0.1"
    """Where `serve` listens."""
    api_port: int = Field(default=8000, ge=0, le=65_535)
    """The port `serve` listens on."""
    api_key: HeaderSecret = SecretStr("")
    """The key that opens the API, where one is enough; it opens beside those of `API_KEYS`."""
    api_keys: HeaderSecrets = SecretStr("")
    """Keys that open the API, comma-separated: `key`, `name:key`, or `name:key:admin`, which sees
    everyone's jobs; with this and `API_KEY` unset, it is open to all."""
    rate_limit_per_minute: int = Field(default=60, ge=0, le=100_000)
    """Jobs that one key, or one address, may submit in a minute; of other calls it may make ten
    times as many. 0: any number."""
    max_pending_jobs: int = Field(default=1_000, ge=1)
    """Jobs that may wait; more are refused for a while."""
    max_watches: int = Field(default=20, ge=0, le=10_000)
    """Watches that one key may have, or all callers together where no key is asked for."""
    cors_origins: CommaSeparated[Origin] = ()
    """Origins whose pages may call the API, comma-separated, such as `https://app.example`."""
    callback_secret: SigningSecret = SecretStr("")
    """Signs what `callback_url` is sent (Standard Webhooks, `whsec_...`); unset: no callbacks."""
    serve_workers: int = Field(default=2, ge=1, le=64)
    """Jobs that `serve` runs at the same time."""
    web_directory: Path = Path("web")
    """Where the page that `serve` shows is, from the folder where it starts; a checkout has it."""
    remote_api_key: HeaderSecret = SecretStr("")
    """The key that `run --remote` sends."""

    @property
    def job_lifetime_seconds(self) -> int:
        """How long a finished job is remembered."""
        if self.report_retention_days is None:
            return self.job_ttl_seconds
        return self.report_retention_days * 24 * 3600

    @property
    def asks_for_keys(self) -> bool:
        """Whether the API opens to a key alone."""
        return bool(self.api_key.get_secret_value() or self.api_keys.get_secret_value().strip(" ,"))

    @property
    def keeps_passages(self) -> bool:
        """Whether passages outlast the run that stored them."""
        return bool(self.chroma_host or self.chroma_persist_directory)

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Settings from the environment and `.env`, `overrides` before them.

        A variable that looks like one of ours and is none is named in the log, once a process.
        Raises `InvalidSettingError`, one line that names the variable at fault.
        """
        try:
            settings = cls(**overrides)  # type: ignore[arg-type]
            _name_unknown(cls, overrides)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            variable = str(first["loc"][0]).upper()
            raise InvalidSettingError(f"{variable}: {validation_message(first)}") from None
        except UnicodeDecodeError as error:
            raise InvalidSettingError(f".env is not UTF-8: {error}") from None
        return settings


def loader_environment() -> dict[str, str]:
    """What another process of Python needs of the environment to start, and nothing else of it."""
    names = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "LANG", "TZ")
    return {name: os.environ[name] for name in names if name in os.environ}


def _name_unknown(kind: type[Settings], overrides: Mapping[str, object]) -> None:
    file = overrides.get("_env_file", kind.model_config.get("env_file"))
    written = dotenv_values(str(file), encoding="utf-8") if file else {}
    given = {*os.environ, *written, *(name for name in overrides if not name.startswith("_"))}
    for name, meant in likely_misspelt(given, kind.model_fields).items():
        if name not in _named:
            _named.add(name)
            _log.warning("%s is no setting, so it changes nothing; %s is one", name, meant)
