/** The SQL of all that the snapshot holds, and the transaction that changes it. */
@NullMarked
package io.leadgate.store;

import org.jspecify.annotations.NullMarked;
