/* Where the pins of an Uno and a Nano are, and which timer dims them. For pins.cpp only. */
const uint8_t __pinPlaces[] PROGMEM = {
    __PLACE('D', 0), __PLACE('D', 1), __PLACE('D', 2), __PLACE('D', 3), __PLACE('D', 4),
    __PLACE('D', 5), __PLACE('D', 6), __PLACE('D', 7), __PLACE('B', 0), __PLACE('B', 1),
    __PLACE('B', 2), __PLACE('B', 3), __PLACE('B', 4), __PLACE('B', 5), __PLACE('C', 0),
    __PLACE('C', 1), __PLACE('C', 2), __PLACE('C', 3), __PLACE('C', 4), __PLACE('C', 5),
};
const uint8_t __pinTimers[] PROGMEM = {
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, TIMER2B, NOT_ON_TIMER,
    TIMER0B, TIMER0A, NOT_ON_TIMER, NOT_ON_TIMER, TIMER1A,
    TIMER1B, TIMER2A, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER,
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER,
};
