(function () {
  'use strict';
  var bar = document.getElementById('filter-bar');
  var box = document.getElementById('filter');
  var said = document.getElementById('filter-said');
  var tasks = Array.from(document.querySelectorAll('.task'));
  var calls = Array.from(document.querySelectorAll('.call')).map(function (call) {
    return { element: call, text: (call.dataset.pair + ' ' + call.textContent).toLowerCase() };
  });

  function apply() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    calls.forEach(function (call) {
      var fits = words.every(function (word) { return call.text.includes(word); });
      call.element.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    tasks.forEach(function (task) {
      var any = task.querySelector('.call:not([hidden])') !== null;
      task.hidden = words.length > 0 && !any;
      if (words.length > 0) { task.open = any; }
    });
    said.textContent = words.length > 0 ? shown + ' of ' + calls.length : calls.length + ' calls';
  }

  function openTarget() {
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === 'DETAILS') { target.open = true; }
  }

  bar.hidden = false;
  box.addEventListener('input', apply);
  window.addEventListener('hashchange', openTarget);
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (each) { each.open = true; });
  });
  apply();
  openTarget();
}());
