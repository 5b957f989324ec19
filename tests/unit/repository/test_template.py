"""What template.yaml and the stacks within it must keep, whoever edits them."""

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from research.adapters.redis.circuit_breaker import WatchedStore
from research.adapters.vectors.fallback_vectors import FallbackVectors, Place
from research.api.files import PAGE_POLICY
from research.domain.errors import StoreUnavailableError
from research.domain.uploads.upload import KEPT_WAITING
from research.jobs.uploads import taken, waiting
from research.jobs.watches import WATCHES
from research.ports import VectorStore
from research.settings import Settings
from tests.fakes.clock import StillClock
from tests.fakes.vector_store import FakeVectorStore

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "template.yaml"
STACKS = ROOT / "deploy" / "stacks"
FUNCTIONS = ("SubmitFunction", "StatusFunction", "AskFunction", "WorkerFunction", "SweepFunction")
IMAGE = "WorkerImageFunction"
"""What takes the worker's place where there is an image of it."""


class _Loader(yaml.SafeLoader):
    """Reads ``!Ref x`` as ``{"Ref": "x"}``."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {suffix: value}


_Loader.add_multi_constructor("!", _intrinsic)


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


def read_whole() -> Any:
    """The outermost template, with the resources and the defaults of functions of those within."""
    whole = read(TEMPLATE)
    for path in sorted(STACKS.iterdir()):
        part = read(path)
        assert not set(whole["Resources"]) & set(part["Resources"]) - {"Network", "Redis", "Chroma"}
        whole["Resources"] |= part["Resources"]
        whole |= {"Globals": part["Globals"]} if "Globals" in part else {}
    return whole


@pytest.fixture(scope="module")
def template() -> Any:
    return read_whole()


def resources(template: Any, kind: str) -> dict[str, Any]:
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def test_functions_in_lambdas_python(template: Any) -> None:
    assert set(resources(template, "AWS::Serverless::Function")) == {*FUNCTIONS, IMAGE}
    assert template["Globals"]["Function"]["Tracing"] == "Active"
    for name in FUNCTIONS:
        properties = template["Resources"][name]["Properties"]
        assert properties["Runtime"] == "python3.13"
        assert properties["Layers"] == [{"Ref": "ResearchLayer"}]
        assert (STACKS / properties["CodeUri"] / "app.py").is_file()


def test_the_image_takes_the_workers_place_and_is_told_what_it_was_told(template: Any) -> None:
    service = read(STACKS / "service.yaml")
    conditions = service["Conditions"]
    assert conditions["IsImage"] == {"Not": [{"Equals": [{"Ref": "WorkerImageUri"}, ""]}]}
    assert conditions["IsOnLayer"] == {"Equals": [{"Ref": "WorkerImageUri"}, ""]}
    zipped, image = template["Resources"]["WorkerFunction"], template["Resources"][IMAGE]
    assert (zipped["Condition"], image["Condition"]) == ("IsOnLayer", "IsImage")
    mine, others = dict(image["Properties"]), dict(zipped["Properties"])
    assert mine.pop("PackageType") == "Image"
    assert mine.pop("ImageUri") == {"Ref": "WorkerImageUri"}
    for name in ("Runtime", "Handler", "Layers", "CodeUri"):
        assert name not in {*mine, *template["Globals"]["Function"]}, f"an image can't have {name}"
        del others[name]
    told, expected = (one.pop("Environment")["Variables"] for one in (mine, others))
    assert {name: told[name] for name in expected} == expected
    assert set(told) - set(expected) == {"FETCH_RENDER", "FETCH_RENDER_SANDBOX"}
    assert {**mine, "Description": ""} == {**others, "Description": ""}


def test_nobody_looks_for_a_worker_that_is_not_there() -> None:
    """Of the two there is one: whoever names either names the other in its place."""
    for line in (STACKS / "service.yaml").read_text(encoding="utf-8").splitlines():
        if re.search(r"Worker(Image)?Function[}.\],]|Ref Worker(Image)?Function$", line):
            assert "!If [IsImage, " in line, line


def test_no_variable_of_a_function_can_hold_a_secret(template: Any) -> None:
    secret_settings = {
        name.upper() for name, value in Settings(_env_file=None) if isinstance(value, SecretStr)
    }
    assert {"OPENAI_API_KEY", "BRAVE_API_KEY", "REDIS_PASSWORD", "API_KEYS"} <= secret_settings
    variables = set(template["Globals"]["Function"]["Environment"]["Variables"])
    for name in FUNCTIONS:
        variables |= set(template["Resources"][name]["Properties"]["Environment"]["Variables"])
    assert variables & secret_settings == set()
    assert "SETTINGS_SECRETS" in variables


def test_every_variable_is_a_setting(template: Any) -> None:
    known = {name.upper() for name in Settings.model_fields}
    named = set(template["Globals"]["Function"]["Environment"]["Variables"])
    for name in (*FUNCTIONS, IMAGE):
        named |= set(template["Resources"][name]["Properties"]["Environment"]["Variables"])
    assert {name for name in named if not name.startswith("POWERTOOLS_")} <= known


def test_secrets_that_are_settings_are_in_no_parameter_or_output(template: Any) -> None:
    for name in (*template["Parameters"], *template["Outputs"]):
        assert not re.search(r"(?i)(password|token|apikey|secretvalue)$", name), name
    assert "SecretString" not in json.dumps(template["Outputs"])


def test_the_queue_waits_six_times_as_long_as_a_worker_may_take(template: Any) -> None:
    properties = template["Resources"]["JobQueue"]["Properties"]
    timeout = template["Resources"]["WorkerFunction"]["Properties"]["Timeout"]
    assert properties["VisibilityTimeout"] >= 6 * timeout
    assert properties["RedrivePolicy"]["deadLetterTargetArn"] == {"GetAtt": "GivenUpQueue.Arn"}
    given_up = template["Resources"]["GivenUpQueue"]["Properties"]
    assert given_up["RedrivePolicy"]["deadLetterTargetArn"] == {"GetAtt": "DeadLetterQueue.Arn"}
    for event in template["Resources"]["WorkerFunction"]["Properties"]["Events"].values():
        assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert "MaximumConcurrency" in event["Properties"]["ScalingConfig"]


def test_the_worker_may_do_with_messages_what_it_does(template: Any) -> None:
    """No local AWS checks permissions."""
    policy = template["Resources"]["WorkerRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    allowed = json.dumps(policy)
    for action in ("ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "SendMessage"):
        assert f"sqs:{action}" in allowed


def test_what_a_dead_worker_left_is_looked_for_now_and_then(template: Any) -> None:
    sweep = template["Resources"]["SweepFunction"]["Properties"]
    assert sweep["Events"]["EveryFewMinutes"]["Properties"]["Schedule"] == "rate(5 minutes)"
    allowed = json.dumps(template["Resources"]["SweepRole"])
    assert "sqs:SendMessage" in allowed
    assert "ProviderSecret" not in allowed


def test_watches_are_looked_at_each_hour_by_one_call_that_may_be_made_twice(template: Any) -> None:
    made = template["Resources"]
    event = made["SweepFunction"]["Properties"]["Events"]["Watches"]
    assert event["Type"] == "ScheduleV2"  # EventBridge Scheduler
    assert event["Properties"]["ScheduleExpression"] == "rate(1 hour)"
    stored = json.loads((ROOT / "events" / "start-watches.json").read_text())
    assert json.loads(event["Properties"]["Input"]) == stored
    assert event["Properties"]["RoleArn"] == {"GetAtt": "WatchScheduleRole.Arn"}
    (policy,) = made["WatchScheduleRole"]["Properties"]["Policies"]
    (allowed,) = policy["PolicyDocument"]["Statement"]
    assert allowed["Action"] == "lambda:InvokeFunction"
    assert allowed["Resource"] == {"Ref": "SweepFunction.Alias"}


def test_who_reads_and_starts_watches_may_and_nothing_ends_them(template: Any) -> None:
    place = f"${{ReportBucketName}}/{WATCHES}/*"
    for role, actions in (("StatusRole", {"s3:GetObject"}),
                          ("SweepRole", {"s3:GetObject", "s3:PutObject"})):  # fmt: skip
        (policy, _) = template["Resources"][role]["Properties"]["Policies"]
        found: set[str] = set()
        for one in policy["PolicyDocument"]["Statement"]:
            if place in json.dumps(one["Resource"]):
                found |= set([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
        assert found == actions, role
    rules = template["Resources"]["ReportBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert not any(f"{WATCHES}/".startswith(one["Prefix"]) for one in rules if "Prefix" in one)


def test_who_answers_questions_may_read_reports_and_write_none(template: Any) -> None:
    allowed = template["Resources"]["AskRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    text = json.dumps(allowed)
    assert "s3:PutObject" not in text
    assert "sqs:" not in text
    assert "ProviderSecret" in text
    read = [one for one in allowed["Statement"] if one["Action"] == "s3:GetObject"]
    assert read[0]["Resource"]["Sub"].endswith("${ReportBucketName}/*")


def test_every_role_is_written_here(template: Any) -> None:
    """SAM's own roles hold managed policies, which allow more than is used."""
    for name in FUNCTIONS:
        properties = template["Resources"][name]["Properties"]
        assert properties["Role"]["GetAtt"].endswith("Role.Arn")
        assert "Policies" not in properties
    for role in resources(template, "AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role["Properties"]


def test_no_wildcard_without_a_reason_beside_it() -> None:
    found = 0
    for path in (TEMPLATE, *STACKS.iterdir()):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            wide = re.search(
                r"^\s+(- )?(Action|Resource|NotAction|NotResource|Principal)\b.*\*", line
            ) or re.search(r"^\s+- !Sub \S*\.Arn\}/.*\*", line)
            reason_is_near = any("#" in near for near in lines[max(0, number - 4) : number + 1])
            assert reason_is_near or not wide, f"{path.name}:{number + 1}: {line.strip()}"
            found += bool(wide)
    assert found


def test_nobody_reads_the_bucket_but_through_cloudfront(template: Any) -> None:
    bucket = template["Resources"]["ReportBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"]["Status"] == "Enabled"
    assert "BucketEncryption" in bucket
    statements = template["Resources"]["ReportBucketPolicy"]["Properties"]["PolicyDocument"]
    allowed = [one for one in statements["Statement"] if one["Effect"] == "Allow"]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    served = json.dumps([one["Resource"] for one in allowed])
    assert not any(one in served for one in ("job", "journal", "idempotency", "upload"))


def test_whatever_the_service_writes_ends_with_its_report(template: Any) -> None:
    """Every folder that a module names, the journal, idempotency keys and reports themselves."""
    rules = template["Resources"]["ReportBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    ends = {one["Prefix"]: one["ExpirationInDays"] for one in rules if "Prefix" in one}
    named = re.compile(
        r'^(?:\w*FOLDER|SNAPSHOT_LISTS|SNAPSHOT_USERS|UNMARKED_LISTS|PROBE_NAME) = "([^"]+)"',
        re.MULTILINE,
    )
    package = ROOT / "layers" / "research" / "research"
    texts = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    folders = {f"{folder}/" for text in texts for folder in named.findall(text)}
    assert {"jobs-of/", "jobs-deleted/", "snapshots-of/", "report-snapshots/"} <= folders
    for name in {*folders, "20260101-1.html", "snapshots/", "jobs/", "journal/", "idempotency/"}:
        assert any(name.startswith(prefix) for prefix in ends), name
    assert {"uploads/", "upload-files/", "job-uploads/", "job-upload-files/"} <= folders
    assert set(map(str, ends.values())) == {"15", "2", "1", "{'Ref': 'ReportRetentionDays'}"}


def test_uploads_end_after_a_day_and_those_of_jobs_with_them(template: Any) -> None:
    """And what is deleted of them is not kept as an earlier version."""
    rules = template["Resources"]["ReportBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    prefixes = [one["Prefix"] for one in rules if "Prefix" in one]
    for folder, days in (
        (waiting.RECORD_FOLDER, KEPT_WAITING.days),
        (waiting.FILE_FOLDER, KEPT_WAITING.days),
        (taken.LIST_FOLDER, {"Ref": "ReportRetentionDays"}),
        (taken.FILE_FOLDER, {"Ref": "ReportRetentionDays"}),
    ):
        (rule,) = [one for one in rules if f"{folder}/".startswith(one.get("Prefix", "/"))]
        assert rule["ExpirationInDays"] == days
        assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    assert len(prefixes) == len(set(prefixes))


def test_only_submit_and_the_worker_have_to_do_with_uploads(template: Any) -> None:
    for role in ("StatusRole", "SweepRole"):
        (policy, _) = template["Resources"][role]["Properties"]["Policies"]
        for one in policy["PolicyDocument"]["Statement"]:
            if "s3:ListBucket" in one["Action"]:
                continue
            places = json.dumps(one["Resource"])
            for name in re.findall(r"\\$\{ReportBucketName\}/([^\"]*)", places):
                assert not fnmatch("upload-files/x", name), (role, name)
                assert not fnmatch("job-upload-files/x", name), (role, name)


def test_the_page_may_post_a_file_to_the_bucket_and_nothing_else(template: Any) -> None:
    bucket = template["Resources"]["ReportBucket"]["Properties"]
    (rule,) = bucket["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["POST"]
    assert "ExposedHeaders" not in rule
    headers = template["Resources"]["PageHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    policy = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    assert "connect-src 'self' https://${ReportBucket.RegionalDomainName};" in policy["Sub"]
    without = policy["Sub"].replace(" https://${ReportBucket.RegionalDomainName}", "")
    assert without.split() == PAGE_POLICY.split()


def test_a_job_is_remembered_as_long_as_its_report_is_kept(template: Any) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["REPORT_RETENTION_DAYS"] == {"Ref": "ReportRetentionDays"}
    bounds = template["Parameters"]["ReportRetentionDays"]
    for days in (bounds["MinValue"], bounds["MaxValue"]):
        settings = Settings(_env_file=None, report_retention_days=days, job_ttl_seconds=60)
        assert settings.job_lifetime_seconds == days * 24 * 3600
    assert Settings(_env_file=None, job_ttl_seconds=60).job_lifetime_seconds == 60


def test_a_new_version_gets_few_calls_first_in_prod_and_none_when_it_fails(template: Any) -> None:
    given = read(TEMPLATE)["Resources"]["Service"]["Properties"]["Parameters"]
    assert given["GradualDeployment"] == {"If": ["IsProd", "true", "false"]}
    function = template["Globals"]["Function"]
    preference = function["DeploymentPreference"]
    assert preference["Enabled"] == {"Ref": "GradualDeployment"}
    assert preference["Type"].startswith("Canary")
    for alarm in preference["Alarms"]["If"][1]:
        assert template["Resources"][alarm["Ref"]]["Condition"] == "IsGradual"
    for name in FUNCTIONS:
        assert template["Resources"][name]["Properties"]["AutoPublishAliasAllProperties"] is True
    for integration in resources(template, "AWS::ApiGatewayV2::Integration").values():
        uri = integration["Properties"]["IntegrationUri"]["Sub"]
        assert f":{function['AutoPublishAlias']}/invocations" in uri


def test_what_costs_or_asks_for_more_is_off_until_it_is_chosen(template: Any) -> None:
    parameters = template["Parameters"]
    for name, off in (("DomainName", ""), ("Firewall", "off"), ("MonthlyBudget", 0)):
        assert parameters[name]["Default"] == off
    made = template["Resources"]
    assert made["WebFirewall"]["Condition"] == "HasFirewall"
    assert made["DomainRecord"]["Condition"] == "NamesZone"
    assert made["Budget"]["Condition"] == "HasBudget"


def test_prod_tells_someone_of_alarms(template: Any) -> None:
    rule = template["Rules"]["SomeoneIsTold"]
    assert rule["RuleCondition"] == {"Equals": [{"Ref": "Stage"}, "prod"]}
    assert rule["Assertions"][0]["Assert"] == {"Not": [{"Equals": [{"Ref": "AlarmEmail"}, ""]}]}
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    assert "Stage=prod" in config["prod"]["deploy"]["parameters"]["parameter_overrides"]


def test_stores_are_closed_to_the_world(template: Any) -> None:
    for name, group in resources(template, "AWS::EC2::SecurityGroup").items():
        for rule in group["Properties"].get("SecurityGroupIngress", []):
            assert "CidrIp" not in rule, name
            assert "CidrIpv6" not in rule, name
    redis = template["Resources"]["Redis"]["Properties"]
    assert redis["UserGroupId"] == {"Ref": "RedisUsers"}
    assert "-@all" in template["Resources"]["RedisUser"]["Properties"]["AccessString"]


def test_code_of_functions_can_not_change_the_network(template: Any) -> None:
    for role in ("SubmitRole", "StatusRole", "AskRole", "WorkerRole", "SweepRole"):
        policies = template["Resources"][role]["Properties"]["Policies"]
        (network,) = [one for one in policies if one["PolicyName"] == "Network"]
        statements = [one["If"][1] for one in network["PolicyDocument"]["Statement"] if "If" in one]
        allowed, denied = statements
        assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
        assert allowed["Action"] == denied["Action"]
        assert "lambda:SourceFunctionArn" in denied["Condition"]["ArnLike"]


def test_chroma_is_found_where_it_says_it_is(template: Any) -> None:
    told = read(STACKS / "chroma.yaml")["Outputs"]
    made = template["Resources"]
    namespace = made["ChromaNamespace"]["Properties"]["Name"]["Sub"]
    name = made["ChromaName"]["Properties"]["Name"]
    assert told["ChromaHost"]["Value"]["If"][1] == {"Sub": f"{name}.{namespace}"}
    port = told["ChromaPort"]["Value"]["If"][1]
    (rule,) = made["ChromaSecurityGroup"]["Properties"]["SecurityGroupIngress"]
    assert rule["FromPort"] == rule["ToPort"] == int(port)
    containers = made["ChromaTask"]["Properties"]["ContainerDefinitions"]
    (door,) = [one for one in containers if "PortMappings" in one]
    assert door["PortMappings"][0]["ContainerPort"] == int(port)
    (settings,) = [one for one in door["Environment"] if one["Name"] == "DOOR"]
    assert f"listen {port};" in settings["Value"]
    assert f"127.0.0.1:{port}/api/v2/heartbeat" in door["HealthCheck"]["Command"][1]


def test_one_chroma_at_a_time_and_only_with_a_way_out(template: Any) -> None:
    """Two would write to the same files; without a way out no image comes."""
    service = template["Resources"]["Chroma"]["Properties"]
    assert service["DesiredCount"] == 1
    assert service["DeploymentConfiguration"]["MaximumPercent"] == 100
    assert service["DeploymentConfiguration"]["MinimumHealthyPercent"] == 0
    assert service["NetworkConfiguration"]["AwsvpcConfiguration"]["Subnets"] == {"Ref": "SubnetIds"}
    given = read(TEMPLATE)["Resources"]["Chroma"]["Properties"]["Parameters"]["SubnetIds"]
    assert given["If"][1] == {"GetAtt": "Network.Outputs.Subnets"}  # once all of it is there


def test_nothing_is_asked_of_a_resource_that_it_does_not_tell(template: Any) -> None:
    """CloudFormation refuses it when the stack is made, and no linter or local AWS does.

    A namespace's name is one: what it tells is its Arn, Id and HostedZoneId.
    """
    text = (STACKS / "chroma.yaml").read_text()
    asked = re.findall(r"ChromaNamespace\.(\w+)", text)
    assert asked
    assert set(asked) <= {"Arn", "Id", "HostedZoneId"}


def test_chroma_is_that_of_the_client(template: Any) -> None:
    requirements = (ROOT / "layers/research/requirements-lambda.txt").read_text()
    version = re.search(r"chromadb-client==(\S+)", requirements)
    assert version is not None
    images = [
        container["Image"]
        for container in template["Resources"]["ChromaTask"]["Properties"]["ContainerDefinitions"]
    ]
    assert f"chromadb/chroma:{version[1]}" in images
    assert not any(image.endswith(":latest") or ":" not in image for image in images)


def test_full_chromadb_never_ships() -> None:
    for name in ("requirements.txt", "requirements-lambda.txt"):
        text = (ROOT / "layers/research" / name).read_text()
        assert not re.search(r"^chromadb\s*[=<>~]", text, re.MULTILINE)


def test_what_only_functions_need_is_pinned_alike_for_tests() -> None:
    shipped = (ROOT / "layers/research/requirements-lambda.txt").read_text()
    development = (ROOT / "requirements.txt").read_text()
    for name in ("mangum", "aws-lambda-powertools"):
        pins = [
            re.search(rf"^{name}\S*==\S+", text, re.MULTILINE) for text in (shipped, development)
        ]
        assert pins[0] is not None
        assert pins[1] is not None
        assert pins[0][0] == pins[1][0]


def test_alarms_for_what_must_not_go_unseen(template: Any) -> None:
    alarms = json.dumps(resources(template, "AWS::CloudWatch::Alarm"))
    for metric in (
        "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage",
        "Errors", "Throttles",
    ):  # fmt: skip
        assert f'"{metric}"' in alarms


def test_an_alarm_for_each_metric_that_is_read_from_logs(template: Any) -> None:
    filters = resources(template, "AWS::Logs::MetricFilter")
    counted = {
        one["Properties"]["MetricTransformations"][0]["MetricName"] for one in filters.values()
    }
    alarms = resources(template, "AWS::CloudWatch::Alarm").values()
    namespace = {"Sub": "ContentResearch/${Name}"}
    watched = {
        one["Properties"]["MetricName"]
        for one in alarms
        if one["Properties"].get("Namespace") == namespace
    }
    assert counted == watched == {"RedisAway", "ChromaAway", "ErrorLogs"}
    assert template["Globals"]["Function"]["LoggingConfig"]["LogGroup"] == {"Ref": "FunctionLogs"}
    told = read(STACKS / "service.yaml")["Outputs"]["LogGroupName"]["Value"]
    assert told == {"Ref": "FunctionLogs"}


async def test_what_is_logged_of_a_store_that_is_away_is_counted(
    template: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """By the words of the log, which the code that logs has no reason to know of."""

    async def away() -> None:
        raise StoreUnavailableError("no answer")

    def chroma_away() -> VectorStore:
        raise StoreUnavailableError("no answer")

    watched = WatchedStore("Redis", clock=StillClock(), pause_seconds=1)
    with pytest.raises(StoreUnavailableError):
        await watched.ask(away)
    places = (Place("the Chroma server", chroma_away), Place("memory", FakeVectorStore))
    await FallbackVectors(places, warn=lambda _: None).open()
    messages = [record.getMessage() for record in caplog.records]
    for name in ("RedisAway", "ChromaAway"):
        pattern = template["Resources"][name]["Properties"]["FilterPattern"]
        (words,) = re.findall(r'message = "([^"]+)"', pattern)
        assert any(fnmatch(message, words) for message in messages), (words, messages)


def test_answers_that_are_errors_of_ours_raise_an_alarm(template: Any) -> None:
    """A function that answers with 500 has not failed, for Lambda."""
    alarm = template["Resources"]["ApiErrorAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/ApiGateway", "5xx")
    assert alarm["Dimensions"] == [{"Name": "ApiId", "Value": {"Ref": "ApiId"}}]


def test_a_job_that_runs_is_none_that_waits(template: Any) -> None:
    """A message's age counts from when it was sent, and while a worker has it."""
    alarm = template["Resources"]["WaitAlarm"]["Properties"]
    worker = template["Resources"]["WorkerFunction"]["Properties"]
    assert alarm["Threshold"] > worker["Timeout"]


def test_logs_do_not_stay_for_ever(template: Any) -> None:
    groups = resources(template, "AWS::Logs::LogGroup")
    assert len(groups) == 3
    for group in groups.values():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_the_stacks_within_are_told_what_they_ask_for_and_tell_what_they_are_asked() -> None:
    """Of what one stack asks another, CloudFormation says what is missing when it is deployed."""
    root = read(TEMPLATE)
    parts = {
        name: (part["Properties"], read(ROOT / part["Properties"]["Location"]))
        for name, part in root["Resources"].items()
    }
    assert {Path(one["Location"]).stem for one, _ in parts.values()} == {
        path.stem for path in STACKS.iterdir()
    }
    for name, (properties, part) in parts.items():
        given, asked = set(properties["Parameters"]), set(part["Parameters"])
        assert given == asked, name
        assert not set(part.get("Outputs", {})) & asked, name  # SAM takes one for the other
    told = {f"{name}.Outputs.{one}" for name, (_, part) in parts.items()
            for one in part.get("Outputs", {})}  # fmt: skip
    asked_of = set(re.findall(r"(\w+\.Outputs\.\w+)", TEMPLATE.read_text(encoding="utf-8")))
    assert asked_of == told


def test_a_reader_of_the_outermost_template_sees_its_parts_on_two_screens() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = text[: text.index("\nOutputs:")]
    assert len(parts.splitlines()) <= 120
    assert len(text.splitlines()) < 400


def test_outputs_say_where_it_is(template: Any) -> None:
    assert {"ApiUrl", "ReportsUrl", "DocsUrl"} <= set(template["Outputs"])


def test_samconfig_names_parameters_that_are_there(template: Any) -> None:
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    assert {"default", "dev", "prod"} <= set(config)
    for environment in ("default", "dev", "prod"):
        overrides = config[environment].get("deploy", {}).get("parameters", {})
        for pair in overrides.get("parameter_overrides", []):
            assert pair.partition("=")[0] in template["Parameters"]


def test_each_route_has_an_event() -> None:
    from research.api.app import PARTS, routers_of

    events = {path.stem: json.loads(path.read_text()) for path in (ROOT / "events").glob("*.json")}
    del events["env"]
    called = {
        (event["requestContext"]["http"]["method"], event["rawPath"])
        for event in events.values()
        if "requestContext" in event
    }
    for part in PARTS:
        for router in routers_of(part):
            for route in router.routes:
                path = getattr(route, "path", "")
                if path.startswith("/docs/"):
                    continue
                form = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
                assert any(
                    method in getattr(route, "methods", ()) and form.fullmatch(called_path)
                    for method, called_path in called
                ), path


def test_routes_of_the_template_are_those_of_the_functions(template: Any) -> None:
    from research.api.app import routers_of

    keys = {
        resource["Properties"]["RouteKey"]
        for resource in resources(template, "AWS::ApiGatewayV2::Route").values()
    }
    own = {
        f"{method} {route.path}"  # type: ignore[attr-defined]
        for part in ("submit", "ask")
        for router in routers_of(part)
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert keys == {*own, "$default"}


def test_cloudfront_passes_every_route_on_to_the_api(template: Any) -> None:
    from research.api.app import PARTS, routers_of

    behaviours = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    passed = [
        one["PathPattern"] for one in behaviours["CacheBehaviors"] if one["TargetOriginId"] == "api"
    ]
    paths = {
        route.path  # type: ignore[attr-defined]
        for part in PARTS
        for router in routers_of(part)
        for route in router.routes
    }
    assert {path for path in paths if not any(fnmatch(path, one) for one in passed)} == set()


def test_compose_runs_the_same_chroma_and_opens_nothing_to_the_world(template: Any) -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = compose["services"]
    assert set(services) == {"api", "worker", "reports-owner", "redis", "chromadb"}
    images = {
        container["Image"]
        for container in template["Resources"]["ChromaTask"]["Properties"]["ContainerDefinitions"]
    }
    assert services["chromadb"]["image"] in images
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_manual_names_what_is_there() -> None:
    manual = (ROOT / "docs" / "deploy.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"`make ([a-z0-9-]+)", manual):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"\]\(\.\./([^)#]+)\)|`(?:python )?(deploy/\w+\.py)", manual):
        assert (ROOT / (path[0] or path[1])).exists(), path
