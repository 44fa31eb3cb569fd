"""Evaluates the queries of the dashboard and the rules in the Prometheus whose address is given."""

import json
import math
import re
import sys
import time
import urllib.parse
import urllib.request

PROMETHEUS = sys.argv[1]
DASHBOARD = "config/grafana/dashboards/leadgate.json"
RULES = "config/alerts.yaml"
WAIT_SECONDS = 90


def ask(path, **parameters):
    url = f"{PROMETHEUS}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as refused:
        sys.exit(f"{parameters}: {refused.read().decode()}")


def numbers(query):
    """The values of a query, without those that are no number."""
    values = [float(series["value"][1]) for series in ask("query", query=query)["result"]]
    return [value for value in values if not math.isnan(value)]


def queries():
    """The queries of all panels and of the variables, with the interval of Grafana at this scrape interval."""
    with open(DASHBOARD, encoding="utf-8") as file:
        dashboard = json.load(file)
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"].replace("$__rate_interval", "15s").replace("$job", "leadgate")


def until(what, is_so):
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            left = is_so()
        except OSError as away:
            left = [str(away)]
        if not left:
            return
        time.sleep(1)
    sys.exit(f"not so after {WAIT_SECONDS} s: {what}: {left}")


def scraped():
    return [] if numbers('up{job="leadgate"} == 1') else ["up is not 1"]


def empty_panels():
    return [f"{title}: {query}" for title, query in queries() if not numbers(query)]


def rules():
    return [rule for group in ask("rules")["groups"] for rule in group["rules"]]


def bad_rules():
    with open(RULES, encoding="utf-8") as file:
        wanted = re.findall(r"- (?:alert|record): (\S+)", file.read())
    good = [rule["name"] for rule in rules() if rule["health"] == "ok"]
    return sorted(set(wanted) - set(good)) or ([] if wanted else ["there are no rules"])


def empty_selectors():
    """The selectors of series in the rules that select nothing: a wrong label fires nothing for ever."""
    with open(RULES, encoding="utf-8") as file:
        lines = [line for line in file if not re.match(r"\s*(#|- |description|summary|runbook)", line)]
    selectors = set(re.findall(r"\b(?:leadgate|vertx)[a-z_]*(?::[a-z_0-9:]+)?(?:\{[^}]*\})?", " ".join(lines)))
    return sorted(each for each in selectors if not ask("query", query=f"count({each})")["result"])


until("Prometheus scrapes the gateway", scraped)
until("each rule is evaluated", bad_rules)
until("each rule finds its series", empty_selectors)
until("no panel is empty", empty_panels)
firing = [alert["labels"]["alertname"] for alert in ask("alerts")["alerts"] if alert["state"] == "firing"]
if firing:
    sys.exit(f"alerts fire on a gateway that is well: {firing}")
print(f"{len(list(queries()))} queries of panels have values, and {len(rules())} rules are evaluated")
print(f"{len(list(queries())) + len(rules())} checks of the monitoring passed")
