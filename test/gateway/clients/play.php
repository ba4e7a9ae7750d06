<?php
// Plays a scenario as PHP bots call: `php play.php form|json|stream plan.json`. Prints a line of JSON per answer.
[, $how, $file] = $argv;
$plan = json_decode(file_get_contents($file), true);
$seen = [];

function filled($value, array $seen) {
    if (is_array($value)) {
        return array_map(fn ($inner) => filled($inner, $seen), $value);
    }
    return is_string($value) && str_starts_with($value, '@') ? $seen[substr($value, 1)] : $value;
}

function overCurl(string $url, string $body, string $type): array {
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => ["Content-Type: $type"],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_SSL_VERIFYPEER => false,
        CURLOPT_SSL_VERIFYHOST => 0,
    ]);
    $answer = curl_exec($curl);
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $answer];
}

function overStream(string $url, string $body, string $type): array {
    $context = stream_context_create([
        'http' => ['method' => 'POST', 'header' => "Content-Type: $type\r\n", 'content' => $body, 'ignore_errors' => true],
        'ssl' => ['verify_peer' => false, 'verify_peer_name' => false],
    ]);
    $answer = file_get_contents($url, false, $context);
    preg_match('~ (\d{3}) ~', $http_response_header[0], $status);
    return [(int) $status[1], $answer];
}

foreach ($plan['steps'] as $step) {
    $url = $plan['base'] . $step['method'] . ($how === 'json' ? '' : '.json');
    $params = filled($step['params'], $seen);
    $isJson = $how === 'json' && empty($step['upload']);
    $body = $isJson ? json_encode($params) : http_build_query($params);
    $type = $isJson ? 'application/json' : 'application/x-www-form-urlencoded';
    [$status, $answer] = $how === 'stream' ? overStream($url, $body, $type) : overCurl($url, $body, $type);
    $parsed = json_decode($answer, true);
    $seen[$step['id']] = is_array($parsed['result'] ?? null) ? null : ($parsed['result'] ?? null);
    echo json_encode(['id' => $step['id'], 'status' => $status, 'text' => $answer]), "\n";
}
