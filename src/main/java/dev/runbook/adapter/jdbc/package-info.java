/**
 * Databases over JDBC: SQL in, rows as text or a typed error out. Read {@link dev.runbook.adapter.jdbc.JdbcDatabase} first.
 */
@NullMarked
package dev.runbook.adapter.jdbc;

import org.jspecify.annotations.NullMarked;
