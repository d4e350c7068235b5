/**
 * Inventory files in; accounts, groups and pairs out, with the layers of their variables. Read
 * {@link dev.runbook.inventory.Inventory} first.
 */
@NullMarked
package dev.runbook.inventory;

import org.jspecify.annotations.NullMarked;
