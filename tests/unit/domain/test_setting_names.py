"""Which variables are told of as misspelt settings, and which are other programs' business."""

import pytest

from research.domain.setting_names import likely_misspelt
from research.settings import Settings

FOREIGN = [
    "PATH", "HOME", "APP_HOST", "APP_KEY", "MY_API_KEY", "AI_API_KEY", "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY", "GROQ_API_KEY", "XAI_API_KEY", "REPLICATE_API_KEY", "OPENAI_API_TYPE",
    "OPENAI_ORG_ID", "OPENAI_API_VERSION", "GOOGLE_CLIENT_ID", "GOOGLE_APPLICATION_CREDENTIALS",
    "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SQS", "AWS_REGION", "REDIS_PORT_6379_TCP",
    "REDIS_SERVICE_HOST", "REDIS_URL", "CHROMA_PORT_8000_TCP", "DB_HOST", "WEB_CONCURRENCY",
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("API_KEYZ", "API_KEYS"),
        ("OPENAI_API_KEYS", "OPENAI_API_KEY"),
        ("OPENA_API_KEY", "OPENAI_API_KEY"),
        ("REIDS_HOST", "REDIS_HOST"),
        ("LLM_MODLE", "LLM_MODEL"),
        ("CHROMA_HOSTNAME", "CHROMA_HOST"),
        ("FETCH_TIMEOUT", "FETCH_TIMEOUT_SECONDS"),
        ("REDIS_PASS", "REDIS_PASSWORD"),
        ("redis_prot", "REDIS_PORT"),
    ],
)
def test_a_name_that_is_nearly_a_settings_is_told_with_the_setting(given: str, meant: str) -> None:
    found = likely_misspelt([given, *FOREIGN], Settings.model_fields)
    if given == "API_KEYZ":  # as near to one as to the other
        assert found.pop("API_KEYZ") in {"API_KEY", "API_KEYS"}
        assert not found
    else:
        assert found == {given.upper(): meant}


def test_settings_and_other_programs_variables_are_not_told_of() -> None:
    ours = [name.upper() for name in Settings.model_fields]
    assert likely_misspelt([*FOREIGN, *ours, *Settings.model_fields], Settings.model_fields) == {}
