/** What is needed of an axios request; every axios config is one. */
export interface AxiosLikeConfig {
  url?: string;
  baseURL?: string;
  params?: unknown;
  data?: unknown;
  adapter?: unknown;
  headers?: unknown;
  [name: string]: unknown;
}

/** What is needed of an axios response. */
export interface AxiosLikeResponse {
  data: unknown;
  status: number;
  [name: string]: unknown;
}

/** What is needed of an axios instance, 0.19 and newer. Instances before 0.22 have no `create`, and need none. */
export interface AxiosLike {
  interceptors: {
    request: {
      use(
        onFulfilled: <C extends object>(config: C) => C,
        onRejected?: undefined,
        options?: { synchronous?: boolean },
      ): number;
    };
  };
  create?(config?: object): { request(config: object): Promise<AxiosLikeResponse> };
}
