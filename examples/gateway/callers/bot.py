"""A bot on requests. To move it, change the line of WEBHOOK to http://127.0.0.1:8790/rest/1/secret/"""

import json

import requests

WEBHOOK = "https://acme.bitrix24.com/rest/1/secret/"

answer = requests.post(
    WEBHOOK + "imbot.message.add",
    json={"BOT_ID": 39, "CLIENT_ID": "my_bot", "DIALOG_ID": "chat1", "MESSAGE": "The build is green"},
    timeout=70,
)
print(json.dumps(answer.json()))
