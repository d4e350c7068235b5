CREATE FUNCTION pg_temp.num(what text, i bigint, below integer) RETURNS integer LANGUAGE sql STABLE AS
$$ SELECT (hashtext(current_setting('shop.seed') || what || i) & 2147483647) % below $$;

CREATE FUNCTION pg_temp.pick(what text, i bigint, choices text[]) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT choices[1 + pg_temp.num(what, i, cardinality(choices))] $$;

CREATE FUNCTION pg_temp.first_name(i bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT pg_temp.pick('first', i, ARRAY['Anna','Bruno','Clara','Dario','Elena','Felix','Greta','Hugo','Ines','Jonas',
'Katja','Lukas','Maria','Nils','Olga','Pablo','Quentin','Rosa','Stefan','Tessa','Ulrich','Vera','Walter','Xenia',
'Yannick','Zoe','Amira','Björn','Chloé','Dušan','Émile','Fatima','Giulia','Håkon','Ivana','José','Léa','Mateusz',
'Núria','Oisín']) $$;

CREATE FUNCTION pg_temp.last_name(i bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT pg_temp.pick('last', i, ARRAY['Albrecht','Bianchi','Castillo','Dubois','Eriksen','Fischer','Garcia','Hoffmann',
'Ivanov','Janssen','Kowalski','Lindgren','Moreau','Novak','O''Brien','Petrov','Quinn','Rossi','Schneider','Tanaka',
'Ullmann','Vasquez','Weber','Xylander','Young','Zimmermann','Andersson','Bakker','Çelik','Dvořák','Fernández','Grünwald',
'Haddad','Jørgensen','Kaya','Lefèvre','Müller','Nyström','Özdemir','Sørensen']) $$;

CREATE FUNCTION pg_temp.email(i bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT translate(lower(pg_temp.first_name(i) || '.' || pg_temp.last_name(i)), 'öéšàüúíèåøäçřáñ''ž', 'oesauuieaoacran_z')
|| i || '@' || pg_temp.pick('domain', i, ARRAY['mailbox.example','post.example','freemail.example','inbox.example']) $$;

CREATE FUNCTION pg_temp.moment(what text, i bigint) RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT timestamptz '2024-01-01 00:00:00+00' + pg_temp.num(what, i, 60000000) * interval '1 second' $$;

INSERT INTO customers (email, first_name, last_name, phone, birth_date, password_hash, marketing_opt_in, loyalty_points,
                       profile, notes, created_at)
SELECT pg_temp.email(i), pg_temp.first_name(i), pg_temp.last_name(i),
       CASE WHEN pg_temp.num('nophone', i, 10) > 0
            THEN pg_temp.pick('prefix', i, ARRAY['+49 151 ', '+33 6 ', '+44 7700 ', '+39 320 '])
                 || lpad(pg_temp.num('phone', i, 10000000)::text, 7, '0') END,
       CASE WHEN pg_temp.num('nobirth', i, 20) > 0 THEN date '1945-01-01' + pg_temp.num('birth', i, 22000) END,
       '$2b$12$' || left(translate(encode(sha256(('pw' || current_setting('shop.seed') || i)::bytea), 'base64'), '+=/', 'abc'), 53),
       pg_temp.num('optin', i, 3) = 0,
       pg_temp.num('points', i, 5000),
       jsonb_build_object(
           'nickname', lower(pg_temp.first_name(i)) || pg_temp.num('nick', i, 99),
           'language', pg_temp.pick('lang', i, ARRAY['de', 'fr', 'en', 'it']),
           'newsletter', jsonb_build_object('email', pg_temp.email(i), 'weekly', pg_temp.num('weekly', i, 2) = 0),
           'phones', jsonb_build_array('+49 30 ' || lpad(pg_temp.num('second', i, 10000000)::text, 7, '0'))),
       CASE WHEN pg_temp.num('note', i, 8) = 0
            THEN 'Called about an invoice; prefers to be reached at ' || pg_temp.email(i) END,
       pg_temp.moment('created', i)
FROM generate_series(1, current_setting('shop.customers')::bigint) AS i;

INSERT INTO addresses (customer_id, kind, recipient, street, postal_code, city, country)
SELECT i, kind, pg_temp.first_name(i) || ' ' || pg_temp.last_name(i),
       pg_temp.pick('street' || kind, i, ARRAY['Lindenstraße','Rue des Lilas','Via Garibaldi','Church Lane','Hauptstraße',
                                               'Avenue de la Gare','Mill Road','Gartenweg']) || ' ' || 1 + pg_temp.num('house' || kind, i, 180),
       lpad(pg_temp.num('zip' || kind, i, 99999)::text, 5, '0'),
       pg_temp.pick('city' || kind, i, ARRAY['Freiburg','Lyon','Torino','Leeds','Graz','Nantes','Bath','Ulm']),
       pg_temp.pick('country' || kind, i, ARRAY['DE','FR','IT','GB','AT'])
FROM generate_series(1, current_setting('shop.customers')::bigint) AS i
CROSS JOIN (VALUES ('home'), ('billing')) AS kinds (kind)
WHERE kind = 'home' OR pg_temp.num('billing', i, 5) = 0;

INSERT INTO products
SELECT i, 'SKU-' || lpad(i::text, 5, '0'),
       pg_temp.pick('adjective', i, ARRAY['Small','Large','Blue','Wooden','Folding']) || ' '
       || pg_temp.pick('thing', i, ARRAY['lamp','chair','kettle','shelf','blanket','mirror','basket']) || ' ' || i,
       199 + pg_temp.num('price', i, 20000)
FROM generate_series(1, 200) AS i;

INSERT INTO orders (customer_id, address_id, status, gift_message, ordered_at)
SELECT a.customer_id, CASE WHEN pg_temp.num('pickup', i, 9) > 0 THEN a.id END,
       pg_temp.pick('status', i, ARRAY['open', 'paid', 'shipped', 'returned']),
       CASE WHEN pg_temp.num('gift', i, 12) = 0 THEN 'Happy birthday, dear ' || pg_temp.first_name(i + 7) || '!' END,
       pg_temp.moment('ordered', i)
FROM generate_series(1, current_setting('shop.customers')::bigint * 12 / 10) AS i
JOIN addresses a ON a.id = 1 + pg_temp.num('buyer', i, current_setting('shop.customers')::integer);

INSERT INTO order_items (order_id, line, product_id, quantity, unit_cents)
SELECT o.id, line, p.id, 1 + pg_temp.num('quantity', o.id * 10 + line, 4), p.price_cents
FROM orders o
CROSS JOIN generate_series(1, 3) AS line
JOIN products p ON p.id = 1 + pg_temp.num('product', o.id * 10 + line, 200)
WHERE line <= 1 + pg_temp.num('lines', o.id, 2);

INSERT INTO payments (order_id, method, holder, card_last4, iban, amount_cents, paid_at)
SELECT o.id, CASE WHEN card THEN 'card' ELSE 'transfer' END,
       c.first_name || ' ' || c.last_name,
       CASE WHEN card THEN lpad(pg_temp.num('card', o.id, 10000)::text, 4, '0') END,
       CASE WHEN NOT card THEN 'DE' || lpad(pg_temp.num('iban', o.id, 100)::text, 2, '0') || '50010517'
                               || lpad(pg_temp.num('account', o.id, 2000000000)::text, 10, '0') END,
       (SELECT sum(total_cents) FROM order_items i WHERE i.order_id = o.id),
       o.ordered_at + interval '1 hour'
FROM (SELECT *, pg_temp.num('method', id, 3) > 0 AS card FROM orders) o
JOIN customers c ON c.id = o.customer_id
WHERE o.status <> 'open';

INSERT INTO support_tickets (customer_id, contact_email, subject, body, opened_at, closed_at)
SELECT c.id, c.email,
       pg_temp.pick('subject', i, ARRAY['Where is my parcel?', 'Wrong item', 'Refund', 'Change of address', 'Invoice']),
       'Hello, my name is ' || c.first_name || ' ' || c.last_name
       || coalesce(', you can call me under ' || c.phone, '') || '. '
       || pg_temp.pick('story', i, ARRAY['The parcel has not arrived yet.', 'The lamp came in pieces.',
                                         'Please send the invoice again.', 'I have moved house.'])
       || ' Best regards, ' || c.first_name || ' (' || c.email || ')',
       pg_temp.moment('opened', i),
       CASE WHEN pg_temp.num('closed', i, 3) > 0 THEN pg_temp.moment('opened', i) + interval '2 days' END
FROM generate_series(1, current_setting('shop.customers')::bigint / 4) AS i
JOIN customers c ON c.id = 1 + pg_temp.num('asker', i, current_setting('shop.customers')::integer);

INSERT INTO sessions (token, customer_id, ip, user_agent, expires_at)
SELECT encode(sha256(('session' || current_setting('shop.seed') || i)::bytea), 'hex'),
       1 + pg_temp.num('visitor', i, current_setting('shop.customers')::integer),
       ('203.0.113.' || pg_temp.num('ip', i, 255))::inet,
       pg_temp.pick('agent', i, ARRAY['Mozilla/5.0 (X11; Linux x86_64)', 'Mozilla/5.0 (iPhone)', 'ShopApp/4.2 Android']),
       pg_temp.moment('expires', i) + interval '400 days'
FROM generate_series(1, current_setting('shop.customers')::bigint * 4 / 10) AS i;

INSERT INTO audit_log (at, actor, action, details)
SELECT pg_temp.moment('audit', i), c.email,
       pg_temp.pick('action', i, ARRAY['login', 'password_changed', 'email_changed', 'order_placed']),
       jsonb_build_object('customer', c.id, 'ip', '203.0.113.' || pg_temp.num('auditip', i, 255), 'name', c.first_name || ' ' || c.last_name)
FROM generate_series(1, current_setting('shop.customers')::bigint / 2) AS i
JOIN customers c ON c.id = 1 + pg_temp.num('actor', i, current_setting('shop.customers')::integer);
