declare module 'bent';
declare module 'bluebird';
declare module 'jquery';
declare module 'jsdom';
declare module 'needle';
declare module 'request';
declare module 'request-promise';
declare module 'superagent';
