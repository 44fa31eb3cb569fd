@NullMarked
package io.leadgate.management;

import org.jspecify.annotations.NullMarked;
