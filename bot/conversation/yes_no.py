"""The words that say yes and no to a question that has just been asked, whole and in lower case."""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


YES = _phrases(
    """
    yes; y; yep; yeah; yea; yup; aye; ya; yes please; yep please; yeah please; please; please do; ok;
    okay; k; ok then; okay then; ok do it; sure; sure thing; of course; certainly; definitely;
    absolutely; go on; go ahead; go for it; go on then; do it;
    aye go on then; aye go on; yes go on then; oh go on then; do that; do so; please go ahead; yes do;
    yes do it; yes do that; yes go ahead; yes go on; yes that's right; yes that is right;
    yes thats right; yes it is; that's right; thats right; that is right; correct; that's correct;
    thats correct; yes correct; that's it; thats it; confirm; confirmed; i confirm; yes i'm sure;
    yes im sure; i'm sure; im sure; i am sure; yes i am; yes sure; yes ok; ok yes; yes definitely;
    that's fine; thats fine; sounds good; looks good; affirmative; 👍; ✅; 👌; :+1:; :thumbsup:;
    :white_check_mark:; :ok_hand:
    """
)
NO = _phrases(
    """
    no; n; nope; nah; na; no thanks; no thank you; no ta; no please don't; no please dont; don't; dont;
    do not; please don't; please dont; don't do it; dont do it; don't do that; dont do that; no don't;
    no dont; no do not; leave it; leave that; leave it alone; leave it as it is; no leave it; keep it;
    keep it as it is; no keep it; not now; not yet; no not now; never mind; nevermind; never mind that;
    no never mind; forget it; forget that; forget about it; scrap that; cancel; cancel it; cancel that;
    no cancel; no cancel it; stop; drop it; no stop; skip it; that's wrong; thats wrong; that is wrong;
    wrong; not right; that's not right; thats not right; that isn't right; that isnt right;
    no that's wrong; no thats wrong; no it isn't; no it isnt; no it's not; incorrect; no way; negative;
    👎; ❌; :-1:; :thumbsdown:; :x:
    """
)
