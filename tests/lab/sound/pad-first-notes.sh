# What a newcomer meets: the default preset for the default person. Every press of any
# button is the next note of the melody, heard on the sound card.
play
plugged Adaptive 'pad p xac'
for button in SOUTH EAST SOUTH TL SOUTH WEST SOUTH TR SOUTH NORTH; do inject "tap p BTN_$button 150; sleep 300"; done
quit
captured --count 10
