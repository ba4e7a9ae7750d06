import express from 'express';
import { decodeEvent, toV1Event } from 'imbot-compat/events';

/**
 * Stands in front of a bot that knows v1 events only: what comes in the v2 shape goes on in the v1 shape. Bots whose
 * handlers are functions take `createEventHandler` instead, which also checks the application token.
 */
export function v1Events(bot) {
  const app = express();
  app.use(express.urlencoded({ extended: true }));
  app.use((req, _res, next) => {
    req.body = toV1Event(decodeEvent(req.body)) ?? req.body;
    next();
  });
  app.use(bot);
  return app;
}
