/** Brings lead sources, lead types, campaigns and credentials to what a file says. */
@NullMarked
package io.leadgate.apply;

import org.jspecify.annotations.NullMarked;
