<?php
// A bot on CRest. To move it, change the next line to http://127.0.0.1:8790/rest/1/secret/
define('C_REST_WEB_HOOK_URL', 'https://acme.bitrix24.com/rest/1/secret/');
require_once __DIR__ . '/src/crest.php';

echo json_encode(CRest::call('imbot.message.add', [
    'BOT_ID' => 39,
    'CLIENT_ID' => 'my_bot',
    'DIALOG_ID' => 'chat1',
    'MESSAGE' => 'The build is green',
]));
