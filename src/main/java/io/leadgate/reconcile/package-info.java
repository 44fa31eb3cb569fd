/** Compares what the tables have with each other and with what the nodes have counted. */
@NullMarked
package io.leadgate.reconcile;

import org.jspecify.annotations.NullMarked;
