declare module '*/legacy-bot/bot.js' {
  export function createBot(handlerUrl: string): import('node:http').RequestListener;
}
