/** How the code around a site is written, and what may be done there. */
export interface SiteSettings {
  readonly quote: "'" | '"';
  readonly canImport: boolean;
  readonly inBatch: boolean;
  readonly isForm: boolean;
}
