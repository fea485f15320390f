# inputs only
# Two of a kind are two devices with identities of their own.
begin 10
inject 'pad a xac; sleep 500; pad b xac'; settled 2 'arrived .* Pad '
inject 'press a BTN_SOUTH; sleep 100; press b BTN_SOUTH; sleep 400; release a BTN_SOUTH; sleep 400; release b BTN_SOUTH'
injected; settled 2 'pad:south up'
downs 2
saw 'Adaptive Controller #2\}'
