/** Cuts credentials out of the bodies of leads, which are stored and shown. */
@NullMarked
package io.leadgate.receiver.cut;

import org.jspecify.annotations.NullMarked;
