// Sets the remembered colour scheme before the first paint, so that a dark page never flashes white.
// A file of its own because the content security policy forbids inline scripts.
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
