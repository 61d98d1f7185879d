/* A teacher's phone drives the class. It shows what the class server says and decides nothing itself. */
(function () {
  'use strict';
  const words = JSON.parse(document.body.dataset.words);
  const $ = id => document.getElementById(id);
  const say = (key, values) => (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => (values || {})[name]);
  const students = {};
  let socket = null, welcome = null, last = null, offset = 0, failures = 0, heard = 0, stopped = '';
  let figures = {}, asking = false, count = 0, sure = '', sureTimer = 0, drawn = '', listed = '', secret = location.hash.slice(1), loggedIn = !secret;
  const refusals = [];

  function make(tag, look, text) {
    const element = document.createElement(tag);
    if (look) element.className = look;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function rich(look, html) { // the server's own safe HTML
    const element = make('div', look + ' rich');
    element.innerHTML = html;
    const text = element.textContent, right = text.match(/[\u0590-\u08ff]/g) || [], left = text.match(/[A-Za-z\u00c0-\u02af]/g) || [];
    element.dir = right.length > left.length ? 'rtl' : left.length ? 'ltr' : 'auto'; // by most letters, not by the first
    return element;
  }
  function command(name, args) {
    count += 1;
    if (socket && welcome) socket.send(JSON.stringify({t: 'do', n: count, command: name, args: args || {}}));
  }

  // --- the one next step, and the others ---
  const question = id => welcome.questions.filter(q => q.id === id)[0];
  function nextStep() {
    const next = last.next && question(last.next), can = name => last.allowed.indexOf(name) >= 0;
    const ask = next && can('ask') && ['ask', last.done.length ? say('ask_next') : say('ask_first', {n: next.number})];
    const order = {
      lobby: [ask, 'end'], asking: ['lock'], paused: ['resume'], locked: ['reveal', ask],
      revealed: [ask, 'show_ranking', 'end'], ranking: [ask, 'end'], ended: []
    }[last.phase] || [];
    return order.filter(step => step && (Array.isArray(step) || can(step)))
      .map(step => Array.isArray(step) ? step : [step, say(step)])[0];
  }
  function button(name, text, args) {
    const asks = name === 'end' || name === 'remove', key = name + (args && args.student || '');
    const armed = asks && sure === key;
    const element = make('button', armed ? 'sure' : '', armed ? say(name + '_sure') : text);
    element.type = 'button';
    element.dataset.key = key;
    element.onclick = () => {
      clearTimeout(sureTimer);
      if (asks && sure !== key) {
        sure = key;
        sureTimer = setTimeout(() => { sure = ''; draw(); }, 4000);
      } else {
        sure = '';
        command(name, args);
      }
      draw();
    };
    return element;
  }
  function replace(place, elements) { // keeps the focus on the same button
    const key = document.activeElement && document.activeElement.dataset.key;
    place.textContent = '';
    elements.forEach(element => place.appendChild(element));
    elements.forEach(element => { if (key && element.dataset.key === key) element.focus(); });
  }
  function drawSteps() {
    const step = nextStep(), main = $('next');
    const others = ['extend', 'pause', 'resume', 'ask_again', 'skip', 'show_ranking', 'to_lobby', 'end'];
    const idle = last.done.length ? [] : ['ask_again', 'show_ranking']; // before the first question
    replace($('others'), others.filter(name => last.allowed.indexOf(name) >= 0 && idle.indexOf(name) < 0 && !(step && step[0] === name))
      .map(name => button(name, say(name), name === 'extend' ? {seconds: 15} : undefined)));
    main.hidden = !step;
    if (!step) return;
    const drawnStep = button(step[0], step[1]);
    main.textContent = drawnStep.textContent;
    main.onclick = drawnStep.onclick;
  }

  // --- the question with its solution and the answers so far ---
  function bar(part, whole, right) {
    const box = make('span', 'counted'), ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg');
    svg.setAttribute('class', 'share' + (right ? ' yes' : ''));
    svg.setAttribute('viewBox', '0 0 100 1');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    [['', 100], ['part', whole ? 100 * part / whole : 0]].forEach(pair => {
      const rect = document.createElementNS(ns, 'rect');
      rect.setAttribute('class', pair[0]);
      rect.setAttribute('width', pair[1]);
      rect.setAttribute('height', '1');
      svg.appendChild(rect);
    });
    box.appendChild(make('b', '', part));
    return [svg, box];
  }
  function drawQuestion() {
    const round = last.round, next = last.phase !== 'ended' && last.next, shown = round ? question(round.question) : next && question(next), place = $('now');
    const key = JSON.stringify([shown && shown.id, round]);
    if (key === drawn) return;
    drawn = key;
    place.textContent = '';
    if (!shown) return;
    const vote = round && round.attempt > 1 ? ' · ' + say('vote', {n: round.attempt}) : '';
    place.appendChild(make('p', 'count', say('question', {n: shown.number, total: welcome.questions.length}) + vote));
    place.appendChild(rich('ask', shown.html || say('spoken')));
    const bars = {}, known = {}, whole = round ? round.answered : 0, right = shown.right || [];
    (round ? round.bars : []).forEach(line => { bars[line.key] = line; });
    const list = make('ul', 'choices still');
    const ordered = shown.kind === 'ordering', sides = shown.choices || [], by = id => sides.filter(side => side.id === id)[0];
    const partners = shown.pairs || {}, matched = Object.keys(partners).length > 0;
    // Items stand in their right order, left sides with their partners; anything else as students see it.
    (ordered ? right.map(by) : sides.filter(side => !matched || partners[side.id])).forEach((choice, i) => {
      const item = make('li', right.indexOf(choice.id) >= 0 ? 'right' : ''), row = make('div', 'row');
      const partner = matched && by(partners[choice.id]);
      known[choice.id] = true;
      row.appendChild(ordered || matched ? make('b', 'place', i + 1) : make('b', 'mark c' + Math.min(i, 6), words.letters[i] || i + 1));
      row.appendChild(shown.kind === 'true_false' ? make('div', 'text', say(i ? 'false' : 'true')) : rich('text', choice.html));
      if (partner) row.appendChild(rich('text to', partner.html));
      if (!ordered && right.indexOf(choice.id) >= 0) {
        const tick = make('b', 'tick');
        tick.appendChild(make('span', 'unseen', say('right')));
        row.appendChild(tick);
      }
      item.appendChild(row);
      if (bars[choice.id]) {
        const line = make('p', 'bars');
        bar(bars[choice.id].count, whole, right.indexOf(choice.id) >= 0).forEach(part => line.appendChild(part));
        item.appendChild(line);
      }
      list.appendChild(item);
    });
    if (list.firstChild) place.appendChild(list);
    if ((shown.accepted || []).length) place.appendChild(make('p', 'hint', say('accepted', {text: shown.accepted.join(' · ')})));
    const said = make('ul', 'said');
    (round ? round.bars : []).filter(line => !known[line.key] && line.label).slice(0, 12).forEach(line => {
      const item = make('li');
      item.appendChild(make('bdi', '', line.label + (line.right > 0 ? ' ✓' : '')));
      bar(line.count, whole, line.right > 0).forEach(part => item.appendChild(part));
      said.appendChild(item);
    });
    if (said.firstChild) place.appendChild(said);
  }
  function drawStudents() {
    const list = Object.keys(students).map(id => students[id]).sort((a, b) => a.nickname.localeCompare(b.nickname));
    $('people').hidden = !list.length;
    const key = [last.phase, sure, last.allowed.indexOf('remove'), Object.keys(students).length].join();
    if (!$('people').open || key === listed) return;
    listed = key;
    const focus = document.activeElement && document.activeElement.dataset.key, open = last.phase === 'asking';
    $('students').textContent = '';
    list.forEach(student => {
      const item = make('li', student.removed ? 'gone' : '');
      item.appendChild(make('bdi', '', student.nickname));
      const word = student.removed ? 'is_removed' : !student.connected ? 'not_connected' : open && student.answered ? 'has_answered' : '';
      if (word) item.appendChild(make('small', '', say(word)));
      const name = student.removed ? 'readmit' : 'remove', act = button(name, say(name), {student: student.id});
      if (last.allowed.indexOf(name) >= 0) item.appendChild(act);
      $('students').appendChild(item);
      if (focus && act.dataset.key === focus) act.focus();
    });
  }
  function drawTrouble() {
    const place = $('trouble'), lines = (last ? last.trouble : []).map(one => [one.text || one, '']);
    refusals.forEach(text => lines.push([text, 'bad']));
    if (stopped) lines.push([stopped, 'bad']);
    else if (asking) lines.push([say('confirming'), '']);
    else if (!welcome && failures) lines.push([say('offline'), 'bad']);
    $('phase').parentNode.hidden = (!!stopped || asking) && !last;
    if (place.dataset.drawn === JSON.stringify(lines)) return;
    place.dataset.drawn = JSON.stringify(lines);
    place.textContent = '';
    lines.forEach(line => place.appendChild(make('p', line[1], line[0])));
  }
  function drawFigures() { // why a class feels slow: the air or the laptop
    const told = key => typeof figures[key] === 'number';
    $('figures').textContent = [
      figures.slow ? say('slow', {count: figures.slow}) : told('trip') ? say('trip', {ms: figures.trip}) : '',
      told('stored') ? say('stored', {ms: figures.stored}) : ''
    ].filter(Boolean).join(' \u00b7 ');
  }
  function draw() {
    drawTrouble();
    if (welcome && last) drawClass();
    $('steps').hidden = $('next').hidden && !$('others').firstChild;
  }
  function drawClass() {
    $('title').textContent = welcome.session.title || 'Préau';
    if ($('phase').textContent !== say(last.phase)) $('phase').textContent = say(last.phase);
    $('here').textContent = say('here', {n: last.joined});
    $('connected').textContent = say('connected', {n: last.connected});
    $('answered').textContent = last.round ? say('answered', {n: last.round.answered, total: last.joined}) : '';
    drawFigures();
    drawQuestion();
    drawStudents();
    drawSteps();
    tick();
  }
  function tick() {
    const end = last && last.phase === 'asking' && last.round && last.round.deadline;
    const n = end ? Math.max(0, Math.ceil((end - Date.now() - offset) / 1000)) : 0;
    const text = end ? n ? say('seconds', {n: n}) : say('up') : '';
    if ($('clock').textContent !== text) $('clock').textContent = text;
    document.body.classList.toggle('late', !!end && n <= 5);
  }

  // --- the connection ---
  const on = {
    welcome: message => { welcome = message; failures = 0; last = null; drawn = listed = ''; },
    snapshot: message => {
      if (message.questions) welcome.questions = message.questions;
      if (!last) Object.keys(students).forEach(id => delete students[id]);
      offset = message.now - Date.now();
      if (message.round && (!last || !last.round || last.round.id !== message.round.id)) { // nobody has answered a new round
        Object.keys(students).forEach(id => { students[id].answered = false; });
        listed = '';
      }
      last = message;
      if (message.students.length) listed = '';
      message.students.forEach(student => { students[student.id] = student; });
    },
    refused: message => {
      refusals.push(message.text);
      setTimeout(() => { refusals.shift(); draw(); }, 6000);
    },
    figures: message => { figures = message; },
    done: () => null,
    bye: message => { stopped = message.text || say('revoked'); }
  };
  function connect() {
    if (socket || stopped) return;
    const own = new WebSocket('ws' + location.protocol.slice(4) + '//' + location.host + '/host/ws');
    socket = own;
    heard = Date.now();
    own.onopen = () => own.send(JSON.stringify({t: 'hello', v: 1, language: document.documentElement.lang}));
    own.onmessage = event => {
      if (own !== socket) return;
      heard = Date.now();
      const message = JSON.parse(event.data);
      if (on[message.t]) on[message.t](message);
      draw();
    };
    own.onclose = () => { if (own === socket) lost(); };
  }
  function lost() {
    const old = socket;
    socket = null;
    welcome = null;
    failures += 1;
    if (old && old.readyState < 2) old.close();
    $('next').hidden = true;
    $('others').textContent = '';
    draw();
    if (!stopped) setTimeout(connect, Math.min(8000, 250 * Math.pow(2, failures)) * (0.5 + Math.random() / 2));
  }
  function logIn() {
    if (loggedIn) return connect();
    const patience = setTimeout(() => { asking = true; draw(); }, 800); // somebody is asked on the laptop
    const heardBack = () => { clearTimeout(patience); asking = false; };
    fetch('/host/login', {
      method: 'POST', credentials: 'same-origin', body: 'secret=' + encodeURIComponent(secret),
      headers: {'Accept': 'application/json', 'Content-Type': 'application/x-www-form-urlencoded'}
    }).then(reply => {
      loggedIn = true;
      heardBack();
      history.replaceState(null, '', location.pathname + location.search);
      secret = '';
      if (reply.ok) return connect();
      reply.json().catch(() => ({})).then(told => {
        stopped = told.code === 'host_not_confirmed' ? told.text : say('revoked');
        draw();
      });
    }, () => {
      heardBack();
      failures += 1;
      draw();
      setTimeout(logIn, 2000);
    });
  }
  $('people').addEventListener('toggle', () => { listed = ''; if (last) drawStudents(); });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && loggedIn) { if (socket && Date.now() - heard > 5000) lost(); connect(); }
  });
  setInterval(tick, 250);
  logIn();
})();
