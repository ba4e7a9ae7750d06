<?php
// A bot on b24phpsdk. To move it, change the next line to https://bots.example.com/rest/1/secret/ (the SDK wants https)
const WEBHOOK = 'https://acme.bitrix24.com/rest/1/secret/';
require_once __DIR__ . '/vendor/autoload.php';

use Bitrix24\SDK\Services\ServiceBuilderFactory;

$b24 = ServiceBuilderFactory::createServiceBuilderFromWebhook(WEBHOOK);
echo json_encode($b24->core->call('imbot.message.add', [
    'BOT_ID' => 39,
    'CLIENT_ID' => 'my_bot',
    'DIALOG_ID' => 'chat1',
    'MESSAGE' => 'The build is green',
])->getResponseData()->getResult());
