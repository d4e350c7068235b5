package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every filter, test, method and function yields: one line each, the expression and its value as JSON. */
class FiltersTest {

    private static final String SCOPE = """
            pair: {source: prod, target: stage-db}
            dbs: [{id: b, size: 2, tags: {env: x}}, {id: a, size: 10, tags: {env: y}}]
            done: {changed: true, failed: false}
            skipped: {skipped: true, changed: false}
            """;

    private static final String CASES = """
            'a' | default('x')                                      => "a"
            missing | d('x')                                        => "x"
            missing | default                                       => ""
            '' | default('x', true)                                 => "x"
            '' | default('x', boolean=true)                         => "x"
            pair.nope.deeper | default(pair.source)                 => "prod"
            pair | mandatory                                        => {"source": "prod", "target": "stage-db"}
            true | ternary('a', 'b')                                => "a"
            none | ternary('a', 'b', 'c')                           => "c"
            'YES' | bool                                            => true
            '0' | bool                                              => false
            1 | bool                                                => true
            '42' | int                                              => 42
            'x' | int(7)                                            => 7
            'ff' | int(base=16)                                     => 255
            3.9 | int                                               => 3
            '2.5' | float                                           => 2.5
            'x' | float(0.5)                                        => 0.5
            12 | string                                             => "12"
            -3 | abs                                                => 3
            (-3) | abs                                              => 3
            2.567 | round(2)                                        => 2.57
            'aé' | list                                             => ["a", "é"]
            'aB' | upper                                            => "AB"
            'aB' | lower                                            => "ab"
            'ABC' | capitalize                                      => "Abc"
            '  a ' | trim                                           => "a"
            'xxaxx' | trim('x')                                     => "a"
            'a-b-c' | replace('-', '+', 1)                          => "a+b-c"
            'a,b,,c' | split(',')                                   => ["a", "b", "", "c"]
            ' a  b ' | split                                        => ["a", "b"]
            'a b c' | split(' ', 1)                                 => ["a", "b c"]
            [1, 'b'] | join('-')                                    => "1-b"
            dbs | join(',', attribute='id')                         => "b,a"
            '%s-%03d-%.1f-%x%%' | format('a', 7, 2.25, 255)         => "a-007-2.3-ff%"
            '%-4s|' | format('ab')                                  => "ab  |"
            "it's" | quote                                          => "'it'\\"'\\"'s'"
            'plain/path' | quote                                    => "plain/path"
            '/a/b.sql' | basename                                   => "b.sql"
            '/a/b.sql' | dirname                                    => "/a"
            'stage-db' | regex_replace('^(\\w+)-(.*)$', '\\2_\\1')     => "db_stage"
            'aaa' | regex_replace('a', 'b', count=2)                => "bba"
            'x1y2' | regex_search('[0-9]')                          => "1"
            'x1y2' | regex_search('([a-z])([0-9])', '\\2', '\\1')     => ["1", "x"]
            'x' | regex_search('[0-9]')                             => null
            'x' | regex_replace('(?P<n>x)', '<\\g<n>>')              => "<x>"
            'a1b2' | regex_findall('[0-9]')                         => ["1", "2"]
            'a1b2' | regex_findall('([a-z])([0-9])')                => [["a", "1"], ["b", "2"]]
            'a.b' | regex_escape                                    => "a\\\\.b"
            [1, 2, 3] | first                                       => 1
            'abc' | last                                            => "c"
            [] | first | default('none')                            => "none"
            dbs | length                                            => 2
            pair | count                                            => 2
            [1, 2] | reverse                                        => [2, 1]
            [1, [2, [3]], none] | flatten                           => [1, 2, 3]
            [1, [2, [3]]] | flatten(1)                              => [1, 2, [3]]
            [1, 2] | zip(['a', 'b'])                                => [[1, "a"], [2, "b"]]
            ['a', 'b'] | map('upper')                               => ["A", "B"]
            ['a-b'] | map('replace', '-', '+')                      => ["a+b"]
            dbs | map(attribute='tags.env')                         => ["x", "y"]
            dbs | map(attribute='nope', default='-')                => ["-", "-"]
            [1, 2, 3] | select('gt', 1)                             => [2, 3]
            [1, 2, 3] | reject('odd')                               => [2]
            [0, 1, ''] | select                                     => [1]
            dbs | selectattr('size', 'gt', 5) | map(attribute='id') => ["a"]
            dbs | rejectattr('tags.env', 'in', ['x']) | first       => {"id": "a", "size": 10, "tags": {"env": "y"}}
            dbs | selectattr('nope', 'defined')                     => []
            ['b', 'A', 'c'] | sort                                  => ["A", "b", "c"]
            [2, 10, 1] | sort(reverse=true)                         => [10, 2, 1]
            dbs | sort(attribute='id') | map(attribute='id')        => ["a", "b"]
            [1, 2, 1, 1.0] | unique                                 => [1, 2]
            [3, 1, 2] | min                                         => 1
            dbs | max(attribute='size') | map('upper')              => ["ID", "SIZE", "TAGS"]
            [1, 2.5] | sum                                          => 3.5
            dbs | sum(attribute='size')                             => 12
            {'a': 1} | combine({'b': 2}, {'a': 3})                  => {"a": 3, "b": 2}
            {'a': {'x': 1}} | combine({'a': {'y': 2}}, recursive=true) => {"a": {"x": 1, "y": 2}}
            {'a': {'x': 1}} | combine({'a': {'y': 2}})              => {"a": {"y": 2}}
            {'a': 1} | dict2items                                   => [{"key": "a", "value": 1}]
            [{'key': 'a', 'value': 1}] | items2dict                 => {"a": 1}
            dbs | items2dict(key_name='id', value_name='size')      => {"b": 2, "a": 10}
            [1, 'a', none, true, 2.5] | to_json                     => "[1, \\"a\\", null, true, 2.5]"
            '[1, {"a": "\\u00e9"}]' | from_json                      => [1, {"a": "é"}]
            {'a': [1, 'yes', 'true'], 'b': {}} | to_yaml            => "a:\\n  - 1\\n  - yes\\n  - \\"true\\"\\nb: {}\\n"
            'a: [1, yes]' | from_yaml                               => {"a": [1, "yes"]}
            'aé' | b64encode                                        => "YcOp"
            'YcOp' | b64decode                                      => "aé"
            'a' | hash('md5')                                       => "0cc175b9c0f1b6a831c399e269772661"
            'a' | hash                                              => "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
            '%Y-%m-%d %H:%M:%S' | strftime(86400)                   => "1970-01-02 00:00:00"
            '%F' | strftime                                         => "2026-11-21"
            ('2026-11-21 04:05:06' | to_datetime).hour              => 4
            ('21.11.2026' | to_datetime('%d.%m.%Y')).epoch          => 1795219200
            now().strftime('%H%M')                                  => "0405"
            now().isoformat()                                       => "2026-11-21T04:05:06Z"
            range(3)                                                => [0, 1, 2]
            range(5, 1, -2)                                         => [5, 3]
            lookup('env', 'HOME')                                   => "/root"
            lookup('file', 'notes.txt')                             => "a note"
            'a,b'.split(',')                                        => ["a", "b"]
            'abc'.startswith('ab') and 'abc'.endswith('bc')         => true
            ' a '.strip() ~ 'xa'.lstrip('x') ~ 'bx'.rstrip('x')     => "aab"
            'aB'.upper() ~ 'aB'.lower() ~ 'ab'.replace('a', 'c')    => "ABabcb"
            ','.join(['a', 'b'])                                    => "a,b"
            pair.get('source') ~ pair.get('nope', '!')              => "prod!"
            pair.keys()                                             => ["source", "target"]
            pair.values()                                           => ["prod", "stage-db"]
            pair.items()                                            => [["source", "prod"], ["target", "stage-db"]]
            pair is defined and pair.x is undefined                 => true
            none is none and 'a' is string and 1 is number          => true
            true is boolean and pair is mapping and dbs is sequence => true
            1 is integer and 1.5 is float and pair is iterable      => true
            1 is boolean                                            => false
            'a' in ['a'] and 'a' is in ['a'] and ['a'] is contains('a') => true
            'target' in pair and 'x' not in pair                    => true
            'stage' is match('st') and 'stage' is search('ag')      => true
            'stage' is match('ag')                                  => false
            'STAGE' is search('ag', ignorecase=true)                => true
            'stage' is regex('g.$') and done is success              => true
            [{'id': 'A'}] | max(attribute='id') | combine({}) | length => 1
            '15.4' is version('9.6', '>=')                          => true
            '1.0rc1' is version('1.0', '<')                         => true
            done is changed and done is succeeded and done is not failed => true
            skipped is skipped and skipped is succeeded and skipped is not changed => true
            true is true and 1 is truthy and '' is falsy            => true
            1 is true                                               => false
            4 is even and 3 is odd and 6 is divisibleby 3           => true
            'a' is lower and 'A' is upper                           => true
            1 is eq 1 and 1 is ne(2) and 1 is lt 2 and 2 is ge 2    => true
            2 is le 2 and 2 is gt 1 and 2 is == 2 and 2 is equalto 2 => true
            1 < 2 < 3                                               => true
            1 < 2 > 3                                               => false
            1 == 1.0                                                => true
            true == 1                                               => false
            [1, {'a': none}] == [1, {'a': none}]                    => true
            'a' < 'b' and [1, 2] < [1, 3]                           => true
            7 // 2 * 2 + 7 % 2                                      => 7
            -7 // 2                                                 => -4
            -7 % 3                                                  => 2
            7 / 2                                                   => 3.5
            2 ** 10                                                 => 1024
            2 ** -1                                                 => 0.5
            'ab' * 2                                                => "abab"
            '%s!' % 'a'                                             => "a!"
            'a' ~ 1 ~ true                                          => "a1true"
            1_000 + 0.5                                             => 1000.5
            'abc'[1:] ~ 'abc'[:1] ~ 'abc'[-2:-1] ~ 'abc'[0]         => "bcaba"
            [1, 2, 3][1:]                                           => [2, 3]
            dbs.0.id ~ dbs[-1]['id']                                => "ba"
            'a' if false else 'b' if false else 'c'                 => "c"
            not false and not none                                  => true
            '' or 'x'                                               => "x"
            1 and 'y'                                               => "y"
            false and missing                                       => false
            {'a': [1, {'b': 2,},],}.a[1].b                          => 2
            'it\\'s'                                                 => "it's"
            'a\\d'                                                   => "a\\\\d"
            """;

    @TestFactory
    Stream<DynamicTest> yieldsWhatTheLineSays() throws Exception {
        Scope scope = Sample.scope(SCOPE);
        return CASES.lines().map(line -> {
            int arrow = line.lastIndexOf("=> ");
            String expression = line.substring(0, arrow).strip();
            return DynamicTest.dynamicTest(
                    expression,
                    () -> assertThat(JsonText.write(Sample.expression(expression, scope)))
                            .isEqualTo(line.substring(arrow + 3).strip()));
        });
    }

    @Test
    void hasALineForEveryFilterAndTest() {
        assertThat(Registry.names())
                .filteredOn(name -> !CASES.matches("(?s).*(\\b" + name + "\\b|is " + name + " ).*"))
                .isEmpty();
    }
}
