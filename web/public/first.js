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

// What this address asked the server for when it was opened last, and the scripts it needed, asked for at
// once: they are on their way while the first script starts. shared/api/early.ts writes the list and takes
// the answers.
(function () {
  try {
    var all = JSON.parse(localStorage.getItem('rapport.early') || '[]');
    var known = all.find(function (entry) {
      return entry.address === location.pathname + location.search;
    });
    if (!known) return;
    var entry = document.querySelector('script[type="module"]');
    if (entry && known.entry === entry.getAttribute('src')) {
      known.scripts.forEach(function (path) {
        var link = document.createElement('link');
        link.rel = 'modulepreload';
        link.href = path;
        document.head.appendChild(link);
      });
    }
    var answers = new Map();
    known.urls.forEach(function (url) {
      var answer = fetch(url, {
        headers: { Accept: 'application/json', 'Accept-Language': known.language },
        credentials: 'same-origin',
      });
      answer.catch(function () {});  // whoever takes it hears of it
      answers.set(url, answer);
    });
    window.rapportEarly = { language: known.language, answers: answers };
  } catch (error) {
    // Then they are asked for later.
  }
})();
