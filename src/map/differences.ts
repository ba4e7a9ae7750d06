import { MOST_MEMBERS } from './limits';

/** Of Chat.update: declared, since mode v2 does not go back. */
const OWNER_ONLY =
  'A bot that is not the owner of the chat: v1 lets every member do it, v2 answers ACCESS_DENIED; `auto` goes on as v1.';
const OTHER_BOT = 'A BOT_ID that is not the bot of the command: v1 does not look at it, v2 answers COMMAND_ID_ERROR.';
const OTHER_APPLICATION =
  'A command of another application: v1 answers APP_ID_ERROR, v2 cannot tell it from none (COMMAND_ID_ERROR).';

/**
 * What remains different though the verdict of a call is exact, by v1 method. For documents and tools: a page that makes calls
 * does not carry it.
 */
export const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  'imbot.message.add': [
    'v2 takes attachments up to 60,000 characters, v1 up to 30 KB.',
    'v2 lets a bot post only where it is a member; elsewhere the call fails with WRONG_REQUEST.',
  ],
  'imbot.message.update': [
    'Three days after sending v1 answers CANT_EDIT_MESSAGE, v2 changes the message.',
    'A system message can be changed in neither.',
  ],
  'imbot.message.like': ['`minus` without a like: v1 answers WITHOUT_CHANGES, v2 true.'],
  'imbot.register': [
    'A PERSONAL_PHOTO that is no image: v1 registers the bot without it, v2 answers an error (WRONG_REQUEST).',
  ],
  'imbot.update': [
    'An empty NAME: v1 takes the name away, v2 keeps it.',
    'A PERSONAL_PHOTO that is no image: v1 leaves the picture as it is, v2 answers an error (WRONG_REQUEST).',
  ],
  'imbot.chat.updateTitle': [OWNER_ONLY],
  'imbot.chat.updateColor': [OWNER_ONLY, 'The colour that the chat already has: v1 answers WRONG_REQUEST, v2 true.'],
  'imbot.chat.updateAvatar': [
    OWNER_ONLY,
    'Base64 that begins as an image and is none: v1 answers AVATAR_ERROR, v2 true.',
    'A number that is the id of no file: v1 answers AVATAR_ERROR, v2 true and takes the picture away. The documentation of both knows Base64 alone.',
  ],
  'imbot.chat.user.add': [
    'Nobody is added (all are members, or there is no such user): v1 answers WRONG_REQUEST, v2 true.',
  ],
  'imbot.chat.user.delete': ['Somebody who is no member: v1 answers WRONG_REQUEST, v2 true.'],
  'imbot.chat.user.list': [
    `Exact up to ${MOST_MEMBERS - 1} members; ${MOST_MEMBERS} back means that there may be more, and \`auto\` asks v1 again.`,
  ],
  'imbot.chat.setManager': ['Somebody who is no member: v1 answers WRONG_REQUEST, v2 true.'],
  'imbot.command.register': ['v2 leaves a command that exists as it is.'],
  'imbot.command.update': [
    OTHER_BOT,
    OTHER_APPLICATION,
    'An empty COMMAND: v1 leaves the name as it is, v2 answers COMMAND_ERROR.',
  ],
  'imbot.command.unregister': [OTHER_BOT, OTHER_APPLICATION],
  'imbot.command.answer': [
    OTHER_BOT,
    OTHER_APPLICATION,
    'A COMMAND that several bots have: v2 takes that of BOT_ID or of the default bot.',
  ],
};
