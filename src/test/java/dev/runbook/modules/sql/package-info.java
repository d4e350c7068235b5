/** Tests of masking: rules and statements as text, everything else on a real PostgreSQL. */
package dev.runbook.modules.sql;
