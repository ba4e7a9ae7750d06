<?php
// A bot on PHP's cURL. To move it, change the next line to http://127.0.0.1:8790/rest/1/secret/
const WEBHOOK = 'https://acme.bitrix24.com/rest/1/secret/';

function call(string $method, array $params): array
{
    $curl = curl_init(WEBHOOK . $method . '.json');
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => http_build_query($params),
        CURLOPT_RETURNTRANSFER => true,
    ]);
    return json_decode(curl_exec($curl), true);
}

echo json_encode(call('imbot.message.add', [
    'BOT_ID' => 39,
    'CLIENT_ID' => 'my_bot',
    'DIALOG_ID' => 'chat1',
    'MESSAGE' => 'The build is green',
]));
