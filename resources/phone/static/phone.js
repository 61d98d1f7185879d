/* The one script of phones and of the projector's screen. ES2015, plain http, no secure-context API.
   An answer stays in `kept` (and localStorage where there is one) until its receipt or a final refusal. */
(function () {
  'use strict';
  const body = document.body, data = body.dataset, words = JSON.parse(data.words);
  const pace = Number(data.pace) || 1; // tests shorten the timers
  const $ = id => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const later = (work, ms) => setTimeout(work, ms * pace);

  let socket = null, ready = false, stopped = '', plain = false, failures = 0;
  let heard = 0, lostAt = Date.now(), retry = 0, pagesCome = false, probing = false, others = [], token = '';
  let offset = 0, trip = Infinity, rtt, deadline = null, span = 0, warned = false;
  let held = null; // a view that waits for its personal part
  let saved = data.saved, base = '[]', trouble = '', note = '', slow = false, slowTimer = 0;

  // --- answers not yet receipted: round -> {id, round, fields} ---
  const kept = {};
  const prefix = () => 'preau:' + data.session + ':';
  function store(key, value) {
    try {
      if (value === undefined) return JSON.parse(localStorage.getItem(prefix() + key));
      if (value === null) localStorage.removeItem(prefix() + key);
      else localStorage.setItem(prefix() + key, JSON.stringify(value));
    } catch (error) { /* private mode: memory only */ }
    return null;
  }
  function recall() {
    try {
      Object.keys(localStorage).forEach(key => {
        if (key.indexOf('preau:') !== 0) return;
        if (key.indexOf('preau:' + data.session.split('-')[0]) !== 0) return localStorage.removeItem(key);
        if (key.indexOf(prefix()) !== 0) return; // another student's, who shares this phone
        const name = key.slice(prefix().length), value = store(name);
        if (name.indexOf('draft:') !== 0 && value && value.id && !kept[name]) kept[name] = value;
      });
    } catch (error) { /* as above */ }
  }
  function forget() {
    Object.keys(kept).forEach(round => delete kept[round]);
    try { Object.keys(localStorage).forEach(key => key.indexOf('preau:') || localStorage.removeItem(key)); } catch (error) { /* as above */ }
  }
  function newId() {
    let id = '';
    while (id.length < 20) id += Math.random().toString(36).slice(2, 12);
    return id.slice(0, 20);
  }

  // --- the form on the stage ---
  const form = () => $('answer');
  const inputs = () => form() ? all('[name]', form()).filter(el => el.name !== 'round' && el.name !== 'id') : [];
  const checkable = el => el.type === 'radio' || el.type === 'checkbox';
  const collect = () => inputs().filter(el => !checkable(el) || el.checked).map(el => [el.name, el.value]);
  const dirty = () => !!form() && JSON.stringify(collect()) !== base;
  function put(fields) {
    const has = (name, value) => fields.some(pair => pair[0] === name && pair[1] === value);
    inputs().forEach(el => {
      const own = fields.filter(pair => pair[0] === el.name)[0];
      if (checkable(el)) el.checked = has(el.name, el.value);
      else el.value = own ? own[1] : '';
    });
    all('#stage [data-value]').forEach(el => {
      const own = has(el.dataset.name, el.dataset.value);
      el.classList.toggle('own', own);
      all('.yours', el).forEach(word => { word.hidden = !own; });
    });
    arrange();
  }
  function reorder(order) {
    all('[data-choices]').forEach(list => {
      if (all('[data-id]', list).map(item => item.dataset.id).join() === order.join()) return; // a moved choice loses its focus
      const marks = all('.mark', list).map(mark => [mark.className, mark.textContent]);
      order.forEach(id => all('[data-id]', list).forEach(item => { if (item.dataset.id === id) list.appendChild(item); }));
      all('.mark', list).forEach((mark, i) => { mark.className = marks[i][0]; mark.textContent = marks[i][1]; });
    });
  }

  // --- ordering: two large buttons instead of a list of numbers ---
  const items = list => all('li', list);
  function number(list) {
    items(list).forEach((item, i, every) => {
      all('.place', item)[0].textContent = i + 1;
      all('select', item)[0].value = String(i + 1);
      all('.move', item).forEach(button => { button.disabled = i === (button.dataset.by < 0 ? 0 : every.length - 1); });
    });
  }
  function arrange() {
    all('[data-order]').forEach(list => {
      items(list).map(item => [Number(all('select', item)[0].value) || 99, item])
        .sort((a, b) => a[0] - b[0]).forEach(pair => list.appendChild(pair[1]));
      number(list);
    });
  }
  function move(button) {
    const item = button.parentNode, list = item.parentNode, up = button.dataset.by < 0;
    const next = up ? item.previousElementSibling : item.nextElementSibling;
    if (next) list.insertBefore(up ? item : next, up ? next : item);
    number(list);
    (button.disabled ? all('.move', item)[up ? 1 : 0] : button).focus();
    const every = items(list);
    say(fill(words.place, {item: label(item), n: every.indexOf(item) + 1, total: every.length}));
    changed();
  }
  const label = item => all('.text', item)[0].textContent.trim();
  function dress() {
    all('[data-order]').forEach(list => items(list).forEach(item => [-1, 1].forEach(by => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'move';
      button.dataset.by = by;
      button.setAttribute('aria-label', fill(by < 0 ? words.raise : words.lower, {item: label(item)}));
      item.appendChild(button);
    })));
    all('#stage img.formula').forEach(img => { // drawn for letters of 16 px
      const em = parseFloat(getComputedStyle(img.parentNode).fontSize) / 16;
      img.style.width = img.getAttribute('width') * em + 'px';
    });
    arrange();
    base = JSON.stringify(collect());
  }

  // --- what the page says ---
  const say = text => { if ($('say')) $('say').textContent = text; };
  function state() {
    const line = $('state');
    if (!line) return;
    const waiting = kept[data.round], open = data.view === 'question';
    let text = words.views[open && !form() ? 'slide' : data.view] || '', look = '';
    if (saved && open) { text = fill(words.saved, {time: saved}); look = 'ok'; }
    if (deadline !== null && open && left() <= 0) { text = words.up + (saved ? '. ' + text : ''); look = saved ? 'ok' : 'wait'; }
    if (dirty() && !waiting) { text = saved ? words.changed : words.unsaved; look = 'wait'; }
    if (waiting) { text = slow || !ready ? words.trying : words.saving; look = 'wait'; }
    if (note) { text = note; look = 'wait'; }
    if (trouble) { text = trouble; look = 'bad'; }
    if (data.ws && !ready && !plain && failures) {
      text = Date.now() - lostAt > 30000 * pace ? words.lost : waiting ? words.trying : words.offline;
      look = 'bad';
    }
    if (stopped) text = look = ''; // the page says it
    if (line.textContent !== text) line.textContent = text;
    line.className = look;
    const button = form() && all('.save', form())[0];
    if (button && !plain) {
      button.textContent = saved ? button.dataset.again : button.dataset.first;
      button.disabled = !!saved && !dirty() || !!waiting && JSON.stringify(waiting.fields) === JSON.stringify(collect());
    }
  }
  const left = () => deadline - Date.now() - offset;
  function setDeadline(value, now) {
    if (now && trip === Infinity) offset = now - Date.now();
    deadline = value === undefined || value === '' ? null : value;
    span = deadline === null ? 0 : Math.max(left(), 1);
    warned = false;
    tick();
  }
  function tick() {
    const clock = $('clock'), on = deadline !== null && data.view === 'question', ms = on ? Math.max(0, left()) : 0;
    const n = Math.ceil(ms / 1000);
    if ($('track')) $('track').hidden = !on;
    if ($('bar')) $('bar').style.transform = 'scaleX(' + (on ? Math.min(1, ms / span) : 0) + ')';
    body.classList.toggle('late', on && ms <= 5000);
    const text = !on ? '' : n < 60 ? fill(words.seconds, {n: n}) : Math.floor(n / 60) + ':' + ('0' + n % 60).slice(-2);
    if (clock && clock.textContent !== text) clock.textContent = text;
    if (on && !warned && n <= 10 && n > 0) { warned = true; say(fill(words.left, {n: n})); }
    state();
  }

  // --- what the server says ---
  function view(message) { // choices in an order of one's own come with it: none may move under a finger
    held = message.own ? message : null;
    if (!held) show(message);
  }
  function show(message) {
    if (message.round !== data.round) store('draft:' + data.round, null);
    const same = form() && message.view === 'question' && message.round === data.round;
    const typed = same && dirty() ? collect() : null, active = document.activeElement, focus = active && active.id;
    data.view = message.view;
    data.version = message.version;
    data.round = message.round || '';
    note = '';
    if (!same) { saved = ''; trouble = ''; }
    all('#mine .result:not(.prove), #mine .answer').forEach(el => el.parentNode.removeChild(el));
    $('stage').innerHTML = message.html;
    dress();
    restore(typed);
    setDeadline(message.deadline, message.now);
    if (same && focus && $(focus)) $(focus).focus();
    else if (data.role === 'phone') {
      window.scrollTo(0, 0);
      const heading = all('#stage h1')[0];
      if (heading) heading.focus();
    }
  }
  function restore(typed) { // what the student had typed or sent goes over what is stored
    const own = kept[data.round];
    const fields = typed || store('draft:' + data.round) || own && own.fields;
    if (form() && fields) put(fields);
  }
  function mine(message) {
    if (held) { show(held); held = null; }
    if ((message.round || '') !== data.round) return;
    $('mine').innerHTML = message.html;
    if (message.order) reorder(message.order);
    saved = message.saved || '';
    const typed = dirty() ? collect() : null;
    if (message.fields) {
      put(message.fields);
      base = JSON.stringify(collect());
      restore(typed);
    }
    if (message.deadline !== undefined) setDeadline(message.deadline);
    const result = all('#mine .result:not(.prove)')[0];
    if (result) say(result.textContent.replace(/\s+/g, ' '));
  }
  const took = id => Object.keys(kept).filter(round => kept[round].id === id)[0];
  function drop(round) { delete kept[round]; store(round, null); }
  function receipt(message) {
    const round = took(message.id), answer = round && kept[round];
    if (round) drop(round);
    if (message.round !== data.round) return;
    saved = message.saved;
    trouble = '';
    if (answer) base = JSON.stringify(answer.fields);
    if (!dirty()) store('draft:' + data.round, null);
  }
  function refused(message) {
    const round = took(message.id);
    if (message.retry) { slow = true; later(sendAll, 2000); return; }
    if (round) drop(round);
    if (round && round !== data.round) {
      trouble = fill(words.earlier, {text: message.text});
      later(() => { trouble = ''; state(); }, 6000);
      return;
    }
    trouble = message.text;
    if (form() && 'tap' in form().dataset) put(JSON.parse(base));
  }
  function bye(message) {
    stopped = message.text;
    if (data.view === 'ended' || data.view === 'removed') { stopped = ''; data.ws = ''; return; }
    const stage = $('stage'), box = document.createElement('div'), title = document.createElement('h1');
    box.className = 'notice';
    title.textContent = message.text;
    title.tabIndex = -1;
    box.appendChild(title);
    if (message.code === 'replaced' || message.code === 'full') {
      const link = document.createElement('a');
      link.className = 'main';
      link.href = data.role === 'phone' ? '/' + data.code : location.pathname;
      link.textContent = message.code === 'full' ? words.again : words.here;
      box.appendChild(link);
    }
    stage.textContent = '';
    stage.appendChild(box);
    data.view = 'message';
    setDeadline(null);
    title.focus();
  }
  const on = {
    welcome: message => {
      ready = true;
      failures = 0;
      pagesCome = false;
      trip = Infinity;
      offset = message.now - Date.now();
      if (message.session && message.session !== data.session) {
        data.session = message.session;
        Object.keys(kept).forEach(round => delete kept[round]);
      }
      body.classList.add('live');
      recall();
      ping();
      sendAll();
    },
    show: view,
    mine: mine,
    receipt: receipt,
    refused: refused,
    bye: bye,
    time: message => { if (message.round === data.round) setDeadline(message.deadline, message.now); },
    addresses: message => { others = message.list; token = message.resume; },
    pong: message => {
      const now = Date.now(), lasted = now - message.c;
      rtt = lasted;
      trip *= 1.1; // an old measurement slowly loses its worth
      if (lasted <= trip) { trip = lasted; offset = message.now - (message.c + now) / 2; }
    }
  };

  // --- sending ---
  function post(message) { if (socket && ready) socket.send(JSON.stringify(message)); }
  function sendAll() {
    Object.keys(kept).forEach(round => post(Object.assign({t: 'answer'}, kept[round])));
    clearTimeout(slowTimer);
    slowTimer = later(() => { slow = true; state(); }, 3000);
  }
  function answer() {
    trouble = '';
    slow = false;
    kept[data.round] = {id: newId(), round: data.round, fields: collect()};
    store(data.round, kept[data.round]);
    store('draft:' + data.round, null);
    sendAll();
    connect();
    state();
  }
  function changed() {
    if (!form() || plain) return;
    trouble = '';
    if ('tap' in form().dataset) return answer();
    store('draft:' + data.round, dirty() ? collect() : null);
    state();
  }
  function join(target) {
    const button = all('button', target)[0], fault = $('fault'), field = $('nickname');
    const pairs = all('[name]', target).map(el => encodeURIComponent(el.name) + '=' + encodeURIComponent(el.value));
    const fail = text => {
      button.disabled = false;
      fault.hidden = false;
      fault.textContent = text;
      field.setAttribute('aria-invalid', 'true');
      field.focus();
      note = '';
      state();
    };
    button.disabled = true;
    note = words.joining;
    state();
    fetch(target.action, {
      method: 'POST', credentials: 'same-origin', body: pairs.join('&'),
      headers: {'Accept': 'application/json', 'Content-Type': 'application/x-www-form-urlencoded'}
    }).then(reply => reply.json().catch(() => { target.submit(); return null; })).then(reply => {
      if (!reply) return;
      if (!reply.ok) return fail(reply.text);
      forget(); // a shared phone: nothing of the last student may be sent for this one
      data.session = reply.session;
      data.ws = reply.ws;
      data.version = '';
      connect();
    }, () => fail(words.offline));
  }

  // --- the connection ---
  function connect() {
    clearTimeout(retry);
    if (!data.ws || stopped || plain || socket) return;
    held = null;
    const own = new WebSocket('ws' + location.protocol.slice(4) + '//' + location.host + data.ws + '?have=' + encodeURIComponent(data.version) + '&lang=' + document.documentElement.lang);
    socket = own;
    heard = Date.now();
    own.onmessage = event => {
      if (own !== socket) return;
      heard = Date.now();
      const message = JSON.parse(event.data), act = on[message.t];
      if (act) act(message);
      document.dispatchEvent(new CustomEvent('preau', {detail: message}));
      state();
    };
    own.onclose = () => { if (own === socket) lost(); };
    later(() => { if (own === socket && !ready) lost(); }, 6000);
  }
  function lost() {
    const old = socket;
    socket = null;
    if (ready) lostAt = Date.now();
    ready = false;
    if (old && old.readyState < 2) old.close();
    if (stopped || !data.ws) return;
    failures += 1;
    retry = later(connect, Math.min(8000, 250 * Math.pow(2, failures)) * (0.5 + Math.random() / 2));
    if (failures >= 3) fallBack();
    if (Date.now() - lostAt > 8000 * pace) search();
    state();
  }
  function fallBack() { // pages come, sockets do not: the page does without its script from here on
    fetch('/hello', {cache: 'no-store'}).then(reply => {
      if (!reply.ok || ready || failures < 3) return;
      clearTimeout(retry);
      if (!pagesCome) { pagesCome = true; return connect(); } // the laptop may have come back just now
      plain = true;
      body.classList.remove('script', 'live');
      if (data.role !== 'phone') return;
      const target = form(), own = kept[data.round];
      if (!target) return void later(reload, $('join') ? 0 : 5000);
      const id = all('[name=id]', target)[0];
      id.value = own ? own.id : id.value || newId();
      all('.save', target)[0].disabled = false;
      state();
      if (own) {
        put(own.fields);
        drop(data.round);
        target.submit();
      }
    }, () => null);
  }
  function reload() {
    fetch('/hello', {cache: 'no-store'}).then(() => location.assign('/' + data.code), () => later(reload, 5000));
  }
  function search() { // the laptop may have another address by now
    if (probing || !token) return;
    probing = true;
    later(() => { probing = false; }, 5000);
    // The page's policy cannot name an IPv6 address, so none is asked for.
    others.filter(origin => origin !== location.origin && origin.indexOf('[') < 0).forEach(origin => {
      fetch(origin + '/hello', {mode: 'no-cors', cache: 'no-store'}).then(() => {
        if (ready || !token) return;
        const once = token;
        token = '';
        location.href = origin + '/' + data.code + '/here?resume=' + encodeURIComponent(once);
      }, () => null);
    });
  }
  function ping() { post({t: 'ping', c: Date.now(), rtt}); }
  function check() { // a link that looks open may be dead, above all after sleep
    if (document.visibilityState === 'hidden') return;
    if (!socket) { failures = Math.min(failures, 1); return connect(); }
    const since = Date.now(), own = socket;
    ping();
    later(() => { if (own === socket && heard < since) { lost(); connect(); } }, 4000);
  }
  function beat() {
    ping();
    if (ready && Object.keys(kept).length) sendAll();
    if (socket && Date.now() - heard > 25000 * pace) { lost(); connect(); }
    later(beat, 10000);
  }

  document.addEventListener('submit', event => {
    if (event.target === $('join')) { event.preventDefault(); join(event.target); }
    if (event.target === form() && !plain) { event.preventDefault(); answer(); }
  });
  document.addEventListener('change', changed);
  document.addEventListener('input', event => { if (!checkable(event.target)) changed(); });
  document.addEventListener('click', event => { if (event.target.classList.contains('move')) move(event.target); });
  document.addEventListener('visibilitychange', check);
  window.addEventListener('online', check);
  window.addEventListener('pageshow', event => { if (event.persisted) check(); });

  body.classList.add('script');
  recall();
  dress();
  restore();
  setDeadline(data.deadline && Number(data.deadline), Number(data.now));
  setInterval(tick, 250);
  later(beat, 10000);
  connect();
})();
