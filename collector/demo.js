// The page's own script: it makes a tracker, and says what people do.
'use strict';

const given = new URLSearchParams(location.search);
const url = given.get('collector') || 'http://127.0.0.1:8080/v1/events';
const consent = document.getElementById('consent');

// A real page asks its consent manager. This one remembers the tick.
consent.checked = localStorage.getItem('demo-consent') === 'yes';

const tracker = sessionbeam.tracker({
  url,
  key: given.get('key') || '',
  consent: consent.checked,
  fields: () => ({ page: location.pathname }),
});

function show(action, id) {
  const status = tracker.status();
  document.getElementById('machine').textContent = status.machine || 'none';
  document.getElementById('queued').textContent = status.queued;
  if (id) {
    const line = document.createElement('li');
    line.textContent = action + ' ' + id;
    document.getElementById('events').append(line);
  }
}

consent.addEventListener('change', () => {
  if (consent.checked) {
    localStorage.setItem('demo-consent', 'yes');
  } else {
    localStorage.removeItem('demo-consent');
  }
  tracker.consent(consent.checked);
  show();
});

for (const button of document.querySelectorAll('[data-action]')) {
  button.addEventListener('click', () => show(button.dataset.action, tracker.track(button.dataset.action)));
}
document.getElementById('open').addEventListener('click', () => show('open', tracker.open()));
document.getElementById('collector').textContent = url;

show();
setInterval(show, 500);
