/**
 * While a proposal is written: say which kinds of personal data stand in it. Loaded with the first letter, so the page
 * stays light; it only looks at the field, and nothing leaves the phone. What counts is found again by the server.
 */

const WAIT_MS = 500;
const UNSEEN = /[\p{Cf}\ufe0f\u20e3]/gu;
/** Digits in black and other circles, of which the plain form (NFKC) knows nothing. */
const CIRCLED = /[⓿❶-❾➀-➈➊-➒⓵-⓽]/g;
const CIRCLED_FROM = ["❶", "➀", "➊", "⓵"].map((one) => one.codePointAt(0));
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
const POINT = String.raw`(?: ?\. ?| ?(?:точка|нүкте) ?| dot | ?[([{] ?(?:\.|dot|точка|нүкте) ?[)\]}] ?)`;
const SPOKEN_EMAIL = new RegExp(
  String.raw`[\w.+%-](?: ?(?:[([{] ?(?:at|@|собака|собачка) ?[)\]}]|собака|собачка|@) ?|[([{][aа][)\]}])` +
    String.raw`[a-z0-9-]+(?:${POINT}[a-z0-9-]+)*?${POINT}(?:kz|ru|com|net|org|info|biz|edu|uz|kg|by|ua|su)(?![\p{L}\d])`,
  "iu",
);
const ADDRESS = /(?:https?:\/\/|(?:^|[^\p{L}\d@.-])(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}\/))[^\s[\]<>"«»]*/giu;
const DATES = /\b(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d\b/g;
const DEGREES = /(^|[^\d.])(?:\d\d|1[0-7]\d)\.\d{4,8}(?![\d.])/g;
const RUN = /\+?\(?\d(?:[ \n.()/~\-\u2010-\u2015\u2212\u00b7_*]{0,4}\d)*/g;
const MONEY = /^ ?(?:тг|тенге|теңге|₸|kzt|руб|₽|\$|€|млн|млрд)/i;
const THOUSANDS = /^\d{1,3}(?: \d{3})+$/;
const BILLIONS = /^\d(?: \d{3}){3}$/;
/** Home numbers with their trunk or country code, ten digits of Kazakhstan, and trunk 0 as in most of the world. */
const HOME = /^(?:[78][3-79]\d{9}|7[0-7]\d{8}|0[1-9]\d{8,9}|00[1-9]\d{8,13}|810[1-9]\d{8,13})$/;
/** Digits in the groups of a home telephone: only there a comma stands inside a number, not between two of a list. */
const WITH_COMMAS =
  /[78](?:, ?|[ -])\d{3}(?:, ?|[ -])(?:\d{3}(?:, ?|[ -])\d\d(?:, ?|[ -])\d\d|\d{3}(?:, ?|[ -])\d{4}|\d{7})(?!,? ?\d)/g;
const GOES_ON = /\d(?:, ?)?$/;
const LETTERS_FOR_ZEROS = /\d[OoОо]{1,3}(?=[ .-]?\d)/g;
const [SHORTEST, LONGEST] = [9, 19];
const SPOKEN_OF =
  /(?:^|[^\p{L}])(?:тел(?:\.|ефон\p{L}*)?|ұялы\p{L}*|моб\.|сот\.|(?:по|пере)?звон\p{L}+|қоңырау\p{L}*|хабарлас\p{L}*|phone|call)[^\p{L}\d\n]{1,3}(?:\p{L}{1,12} )?(?:\d{2,3}[ -]\d\d[ -]\d\d|\d{6,7})(?!\d)/iu;
const AT_HOME_OF =
  /(?:^|[^\p{L}])(?:(?:домашн|рабоч|городск|стационарн)(?:ий|ой|ый|его|ого|ему|ому)(?: номер\p{L}*)?|(?:үй|жұмыс|қала|қалалық|стационар) нөмір\p{L}*|қалалық)[^\p{L}\d\n]{1,3}(?:\d{2,3}[ -]\d\d[ -]\d\d|\d{6})(?![ -]?\d)/iu;
const LABELLED = /(?:^|[^\p{L}])(?:иин|жсн|бин|бсн|iin|bin)[^\p{L}\d\n]{0,3}\d{12}(?!\d)/iu;

const weigh = (digits, weights) => weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11;

function isIdentity(digits) {
  if (!/^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[456][0-4])\d{6}$/.test(digits)) return false;
  const first = weigh(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const check = first < 10 ? first : weigh(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]);
  return check === Number(digits[11]);
}

function isCard(digits, groups) {
  const lengths = groups.map((group) => group.length);
  const inFours = lengths.slice(0, -1).every((length) => length === 4) && lengths.at(-1) <= 4;
  if (digits.length < 13 || !/^[2-689]/.test(digits) || !(lengths.length === 1 || inFours || `${lengths}` === "4,6,5"))
    return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function kindOf(groups, shown, after) {
  const digits = groups.join("");
  if (shown.startsWith("+")) return /^\d{10,15}$/.test(digits) ? "phone" : "";
  if (isIdentity(digits)) return "identity";
  if (isCard(digits, groups)) return "card";
  const isMoney = BILLIONS.test(shown) || (THOUSANDS.test(shown) && MONEY.test(after));
  const isTimes = groups.every((group) => group.length < 3) && groups.some((group) => group.length > 1);
  return HOME.test(digits) && !isMoney && !isTimes ? "phone" : "";
}

/** Return the kinds found in one run of digits, each of whose groups may begin a number. */
function kindsOfRun(text, run, start) {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({ digits: match[0], at: start + match.index }));
  const kinds = [];
  for (let first = 0; first < groups.length; first++) {
    let length = 0;
    for (let last = first; last < groups.length; last++) {
      length += groups[last].digits.length;
      if (length > LONGEST) break;
      if (length < SHORTEST) continue;
      const plus = text[groups[first].at - 1] === "+" ? 1 : 0;
      const end = groups[last].at + groups[last].digits.length;
      const shown = text.slice(groups[first].at - plus, end);
      const parts = groups.slice(first, last + 1).map((group) => group.digits);
      kinds.push(kindOf(parts, shown, text.slice(end, end + 12)));
    }
  }
  return kinds;
}

const kindsOfRuns = (text) => [...text.matchAll(RUN)].flatMap((run) => kindsOfRun(text, run[0], run.index));

function digitOf(circled) {
  const code = circled.codePointAt(0);
  const one = CIRCLED_FROM.find((first) => first <= code && code < first + 9);
  return one ? code - one + 1 : 0;
}

/** Return the kinds of personal data in a text: some of "phone", "identity", "card", "email", in this order. */
export function noticed(written) {
  const plain = written.replace(UNSEEN, "").replace(CIRCLED, digitOf).normalize("NFKC");
  const zeroed = plain.replace(LETTERS_FOR_ZEROS, (zeros) => zeros.replace(/\D/g, "0"));
  const joined = zeroed.replace(WITH_COMMAS, (number, at) =>
    GOES_ON.test(zeroed.slice(0, at)) ? number : number.replace(/,/g, "."),
  );
  const text = joined.replace(DATES, "…").replace(DEGREES, "$1…");
  const kinds = new Set(kindsOfRuns(text.replace(ADDRESS, "…")));
  const addresses = [...text.matchAll(ADDRESS)].flatMap((address) => kindsOfRuns(address[0]));
  if (addresses.includes("phone") || SPOKEN_OF.test(text) || AT_HOME_OF.test(text)) kinds.add("phone");
  if (LABELLED.test(text)) kinds.add("identity");
  if (EMAIL.test(text) || SPOKEN_EMAIL.test(text)) kinds.add("email");
  return ["phone", "identity", "card", "email"].filter((kind) => kinds.has(kind));
}

/** Say in a live line what stands in a field, now and whenever it changes. */
export function watch(field, line, say) {
  const words = line.dataset;
  let said = "";
  let timer = 0;
  const look = () => {
    const kinds = noticed(field.value).map((kind) => words[kind]);
    const sentence = kinds.length ? words.noticed.replace("%s", kinds.join(", ")) : "";
    if (sentence !== said) say(line, sentence, "wait");
    said = sentence;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
  look();
}
