"""Plays a scenario as Python bots call: `python3 play.py form|json plan.json`. Prints a line of JSON per answer."""

import json
import sys
import warnings

import requests

warnings.simplefilter("ignore")
how, path = sys.argv[1:3]
with open(path, encoding="utf-8") as file:
    plan = json.load(file)
seen = {}


def filled(value):
    if isinstance(value, dict):
        return {key: filled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner) for inner in value]
    return seen[value[1:]] if isinstance(value, str) and value.startswith("@") else value


def flat(value, key=""):
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in pairs:
            yield from flat(inner, f"{key}[{name}]" if key else str(name))
    else:
        yield key, value


session = requests.Session()
session.verify = False
session.trust_env = False
for step in plan["steps"]:
    params = filled(step["params"])
    is_json = how == "json" and not step.get("upload")
    given = {"json": params} if is_json else {"data": list(flat(params))}
    answer = session.post(plan["base"] + step["method"], **given)
    result = answer.json().get("result")
    seen[step["id"]] = result if not isinstance(result, (dict, list)) else None
    print(json.dumps({"id": step["id"], "status": answer.status_code, "text": answer.text}))
