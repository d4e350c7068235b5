/** Tests of the database port on real servers. */
package dev.runbook.adapter.jdbc;
