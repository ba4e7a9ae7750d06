/** Options of clients that send something beside what they are given, something else, or in another form. */
export function carriesOption(name: string): boolean {
  return SENDS.test(name) || TELLS.test(name) || HEADERS.test(name);
}

const SENDS =
  /^(?:params|query|searchParams|qs|data|body|json|form|formData|multipart|content_type|method|core|stream)$/;
const TELLS =
  /^(?:transform(?:Request|Response)|paramsSerializer|adapter|validateStatus|throwHttpErrors|ignoreResponseError|resolveWithFullResponse|responseType|hooks|handlers|interceptors|stringifyJson|parseJson|parseResponse|parse_response|parse|on(?:Request|Response|ResponseError)|fetch)$/;
const HEADERS = /^(?:headers|common|post|content-?type)$/i;
