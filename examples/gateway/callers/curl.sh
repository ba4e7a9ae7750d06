#!/bin/sh
# A bot in a shell script. To move it, change the next line to http://127.0.0.1:8790/rest/1/secret
WEBHOOK=https://acme.bitrix24.com/rest/1/secret

curl -s "$WEBHOOK/imbot.message.add" \
  --data-urlencode "BOT_ID=39" \
  --data-urlencode "CLIENT_ID=my_bot" \
  --data-urlencode "DIALOG_ID=chat1" \
  --data-urlencode "MESSAGE=The build is green"
