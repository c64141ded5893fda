// What cannot wait for the application's scripts; a file of its own because the content security policy
// forbids inline scripts.

// The remembered colour scheme before the first paint, so that a dark page never flashes white.
(function () {
  var saved = null;
  try {
    saved = localStorage.getItem('mantine-color-scheme-value');
  } catch (error) {
    saved = null;
  }
  var dark = saved === 'dark' ||
    (saved !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();

// What the page needs is asked for at once, so that it is on its way while the first script starts: the
// scripts of the screen, by the list that the build has left in the page (tools/first_parts.ts), and the
// session. Of an address that was opened before, all that it asked for then: shared/api/early.ts remembers
// it, and takes the answers.
(function () {
  function read(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }
  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }
  // As shared/i18n/language.ts chooses it.
  function firstLanguage() {
    return [stored('language')].concat(navigator.languages).map(function (tag) {
      return tag ? tag.slice(0, 2).toLowerCase() : '';
    }).find(function (tag) {
      return ['ru', 'uz', 'en'].indexOf(tag) >= 0;
    }) || 'en';
  }
  function load(path) {
    var link = document.createElement('link');
    if (/\.css$/.test(path)) {
      link.rel = 'preload';
      link.as = 'style';
    } else {
      link.rel = 'modulepreload';
    }
    link.crossOrigin = '';
    link.href = path;
    document.head.appendChild(link);
  }
  function loadScreen(language) {
    var list = document.querySelector('meta[name="first-parts"]');  // not there while one develops
    var parts = list && read(list.content).find(function (each) {
      return new RegExp(each.at).test(location.pathname);
    });
    if (!parts) return;
    parts.files.concat(parts.words[language]).forEach(function (name) {
      load('/assets/' + name);
    });
  }

  var known = (read(stored('rapport.early')) || []).find(function (entry) {
    return entry.address === location.pathname + location.search;
  });
  var entry = document.querySelector('script[type="module"]');
  var language = known ? known.language : firstLanguage();
  var answers = new Map();
  (known ? known.urls : ['/api/v1/session']).forEach(function (url) {
    var answer = fetch(url, {
      headers: { Accept: 'application/json', 'Accept-Language': language },
      credentials: 'same-origin',
    });
    answer.catch(function () {});  // whoever takes it hears of it
    answers.set(url, answer);
  });
  window.rapportEarly = { language: language, answers: answers };
  if (known && known.entry === entry.getAttribute('src')) known.scripts.forEach(load);
  else loadScreen(language);
})();
