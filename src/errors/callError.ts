import { ImbotError, type ImbotErrorDetails } from './ImbotError';

type Told = Omit<ImbotErrorDetails, 'message'> & { readonly text: string };

/** Builds every error of the package: `text` is told after the name of the call, or of the function that was called wrongly. */
export function callError({ text, ...details }: Told): ImbotError {
  return new ImbotError({ ...details, message: `${details.method}: ${text}` });
}

/** CONFIG: a wrong option or call, found before anything was sent. */
export function configError(method: string, text: string): ImbotError {
  return callError({ code: 'CONFIG', method, outcome: 'refused', text });
}

/** The same failure, told in another way. */
export function retold(from: ImbotError, changes: Partial<ImbotErrorDetails>): ImbotError {
  const { code, method, outcome, message, v2Code, v2Description, status, losses, description, cause } = from;
  const same = { code, method, outcome, message, v2Code, v2Description, status, losses, description, cause };
  return new ImbotError({ ...same, ...changes });
}
