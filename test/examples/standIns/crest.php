<?php
// The few lines of CRest's interface that a caller on a webhook uses: a stand-in, for the vendor's file is not ours to ship.
class CRest
{
    public static function call(string $method, array $params = []): array
    {
        $curl = curl_init(C_REST_WEB_HOOK_URL . $method . '.json');
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true]);
        if ($params !== []) {
            curl_setopt_array($curl, [CURLOPT_POST => true, CURLOPT_POSTFIELDS => http_build_query($params)]);
        }
        return json_decode(curl_exec($curl), true);
    }
}
